using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>Runs what is posted to it on the game thread, in the world that was current when it was made; nothing once that world is gone.</summary>
public sealed class UnrealSynchronizationContext : SynchronizationContext
{
    private readonly SimulatedEngine _engine = SimulatedEngine.Current;
    private readonly nint _world;

    /// <exception cref="InvalidOperationException">No world is current.</exception>
    public UnrealSynchronizationContext()
    {
        _world = _engine.RequireWorld().NativeObject;
    }

    public override void Post(SendOrPostCallback d, object? state) => _engine.PostToGameThread(_world, () => d(state));
}
