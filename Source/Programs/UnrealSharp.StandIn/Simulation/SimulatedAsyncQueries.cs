using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>
/// The engine's asynchronous queries of a world: taken while its actors tick and at no other time, answered when they begin to tick again. Game thread only.
/// </summary>
internal sealed class SimulatedAsyncQueries(UWorld world)
{
    private readonly List<SimulatedHit> _hits = [];
    private List<(uint Id, SimulatedQuery Query)> _asked = [];
    private List<(uint Id, SimulatedQuery Query)> _answering = [];
    private bool _isOpen;

    /// <exception cref="InvalidOperationException">The world's actors do not tick now: the engine ends the process.</exception>
    public void Ask(uint id, in SimulatedQuery query)
    {
        if (!_isOpen)
        {
            throw new InvalidOperationException("A query was begun while the world's actors do not tick; in the engine the process ends here.");
        }

        _asked.Add((id, query));
    }

    /// <summary>The actors begin to tick.</summary>
    public void Open(Action<uint, List<SimulatedHit>>? answer)
    {
        _isOpen = true;
        (_asked, _answering) = (_answering, _asked);
        foreach (var (id, query) in _answering)
        {
            SimulatedCollision.Find(world, in query, _hits);
            answer?.Invoke(id, _hits);
        }

        _answering.Clear();
    }

    /// <summary>They have ticked.</summary>
    public void Close() => _isOpen = false;
}
