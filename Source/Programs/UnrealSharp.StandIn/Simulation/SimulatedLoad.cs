namespace UnrealSharp.StandIn;

/// <summary>An asset, with its bundles, that was asked for, and is kept until it is released. Game thread only.</summary>
public sealed class SimulatedLoad
{
    private readonly SimulatedAssets _assets;
    private readonly IReadOnlyList<SimulatedAssets.Request> _requests;
    private readonly int _frames;
    private bool _isReleased;

    internal SimulatedLoad(SimulatedAssets assets, IReadOnlyList<SimulatedAssets.Request> requests)
    {
        (_assets, _requests) = (assets, requests);
        _frames = FramesLeft;
    }

    /// <summary>From 0 to 1.</summary>
    public double Progress => _frames == 0 ? 1 : 1 - ((double)FramesLeft / _frames);

    private int FramesLeft => _requests.Sum(static request => request.FramesLeft);

    /// <summary>Stops what no other load waits for. Does nothing the second time.</summary>
    public void Release()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        _assets.HeldLoads--;
        foreach (var request in _requests)
        {
            _assets.Release(request);
        }
    }
}
