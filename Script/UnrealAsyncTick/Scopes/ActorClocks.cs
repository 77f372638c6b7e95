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
    private double _lastGame;
    private double _lastUnpaused;
    private double _game;
    private double _unpaused;

    public ActorClocks(GameLoop loop, TaskScope scope, AActor actor)
    {
        _scope = scope;
        _actor = actor;
        _world = scope.Clocks;
        _own = loop.CreateClocks(scope.Name);
        _lastGame = _game = _world.Game.Now;
        _lastUnpaused = _unpaused = _world.Unpaused.Now;
        _own.Advance(new FrameTime(0, _game, _unpaused, _world.Audio.Now));
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
        _game += (_world.Game.Now - _lastGame) * dilation;
        _unpaused += (_world.Unpaused.Now - _lastUnpaused) * dilation;
        _lastGame = _world.Game.Now;
        _lastUnpaused = _world.Unpaused.Now;
        _own.Advance(new FrameTime(0, _game, _unpaused, _world.Audio.Now));
        return true;
    }
}
