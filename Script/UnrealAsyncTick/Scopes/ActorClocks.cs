using AsyncTick;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>The clocks of one actor's tasks: its world's, sped up or slowed down by the actor's own dilation.</summary>
internal sealed class ActorClocks
{
    private readonly ClockSet _world;
    private readonly ClockSet _own;
    private readonly TaskScope _scope;
    private readonly AActor _actor;
    private FrameTime _worldTime;
    private FrameTime _time;

    public ActorClocks(GameLoop loop, TaskScope scope, AActor actor)
    {
        _scope = scope;
        _actor = actor;
        _world = scope.Clocks;
        _own = loop.CreateClocks(scope.Name);
        _worldTime = _time = _world.Time;
        _own.Advance(_time);
        scope.Clocks = _own;
    }

    /// <summary>Whether the actor's tasks still run, on these clocks of a world.</summary>
    public bool IsIn(ClockSet world) => _world == world && _scope.State != ScopeState.Closed;

    /// <summary>False when the scope has closed and the clocks are gone.</summary>
    public bool Advance()
    {
        if (_scope.State == ScopeState.Closed)
        {
            _own.Dispose();
            return false;
        }

        // What an actor that has gone left running still measures its time, undilated.
        var dilation = _actor.IsDestroyed ? 1 : (double)_actor.CustomTimeDilation;
        var now = _world.Time;
        var dilated = _time + ((now - _worldTime) * dilation);
        _time = now with { Game = dilated.Game, Unpaused = dilated.Unpaused };
        _worldTime = now;
        _own.Advance(_time);
        return true;
    }
}
