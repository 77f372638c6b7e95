using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Waits for whichever of an object's delegates is called first. An action that has not answered when the wait ends is canceled.</summary>
internal sealed class FirstWait(UObject owner, UCancellableAsyncAction? action) : EngineWait
{
    private readonly AsyncAutoResetEvent _filled = new(name: "delegate");
    private readonly List<(string Name, DelegateWait<DelegateCall> Wait)> _waits = [];
    private bool _hasAnswered;

    public void Open(DelegatePin[] pins)
    {
        Register(owner);
        foreach (var pin in pins)
        {
            _waits.Add((pin.Name, pin.Open(owner, _filled)));
        }
    }

    public async Task<DelegateOutcome> Read(string file, int line)
    {
        await _filled.WaitAsync(file, line);
        var (name, first) = _waits.Where(static each => each.Wait.Order > 0).OrderBy(static each => each.Wait.Order).FirstOrDefault();
        if (first is null || !first.TryRead(out var call))
        {
            throw new ObjectDestroyedException("The object was destroyed before any of its delegates was called.");
        }

        _hasAnswered = true;
        return new DelegateOutcome(name, call);
    }

    public override void OwnerIsGone() => _filled.Set();

    public override void Close()
    {
        if (!Unregister())
        {
            return;
        }

        foreach (var (_, wait) in _waits)
        {
            wait.Close();
        }

        // Its delegates are left by now: what it says about being canceled reaches nobody.
        if (!_hasAnswered && action is { IsDestroyed: false })
        {
            action.Cancel();
        }
    }
}
