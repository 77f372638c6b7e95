using AsyncTick.Net;
using UnrealAsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>An edited world without an editor: the same C# names that scripts use in the engine, and actors that a command can list.</summary>
internal sealed class SimulatedEditor : IWorldSource, IDisposable
{
    private readonly SimulatedEngine _engine = new();
    private readonly ILogSink _log;
    private readonly EditedWorld _world;
    private readonly UnrealScopes _scopes;
    private double _now;

    public SimulatedEditor(GameLoop loop)
    {
        _log = loop.Log;
        _world = new EditedWorld(_engine);
        loop.RootScope.World = _world;
        _scopes = new UnrealScopes(loop, this);
        UnrealScopes.SetCurrent(_scopes);
        SimulatedLog.Written += WriteLine;
    }

    public ulong Frame => (ulong)_engine.FrameNumber;

    /// <summary>The engine's part of a frame: worlds come before the loop.</summary>
    public void Tick(double now)
    {
        if (now > _now)
        {
            _engine.Tick(now - _now);
            _now = now;
        }

        _engine.CurrentWorldContext = _engine.EditorWorld;
        _scopes.FrameStarts();
    }

    /// <summary>What <c>Actors</c> prints: one line per actor, in order of spawning.</summary>
    public string ListActors()
    {
        var actors = _engine.EditorWorld.ActorsOf();
        return actors.Count == 0 ? "no actors" : string.Join('\n', actors.Select(actor => $"{actor.GetType().Name[1..]} '{actor.GetActorLabel()}'"));
    }

    public ulong IdOf(UWorld world) => world.IsDestroyed ? 0 : (ulong)world.NativeObject;

    public ulong IdOf(object token) => IdOf(_engine.EditorWorld);

    public object? TokenOf(ulong id) => _world;

    public bool TrySample(ulong id, out WorldSample sample)
    {
        sample = new WorldSample(new FrameTime(_now), IsPlayed: false);
        return true;
    }

    public void SyncClocks()
    {
        // Every frame is pumped: the clocks are never behind.
    }

    public bool Execute(string command) => false;

    public void Dispose()
    {
        SimulatedLog.Written -= WriteLine;
        UnrealScopes.SetCurrent(null);
        _scopes.Dispose();
        _engine.Dispose();
    }

    private void WriteLine(SimulatedLogLine line) => _log.Write(
        line.Verbosity switch
        {
            UnrealSharp.Log.ELogVerbosity.Fatal or UnrealSharp.Log.ELogVerbosity.Error => LogVerbosity.Error,
            UnrealSharp.Log.ELogVerbosity.Warning => LogVerbosity.Warning,
            UnrealSharp.Log.ELogVerbosity.Verbose or UnrealSharp.Log.ELogVerbosity.VeryVerbose => LogVerbosity.Verbose,
            _ => LogVerbosity.Log,
        },
        line.Message);

    /// <summary>What a script finds in <c>Scope.World</c>.</summary>
    private sealed class EditedWorld(SimulatedEngine engine) : IActorSpawner
    {
        public void Spawn(string className, string label)
        {
            var type = typeof(AActor).Assembly.GetType($"UnrealSharp.Engine.A{className}");
            if (type is null || !type.IsAssignableTo(typeof(AActor)))
            {
                throw new InvalidOperationException($"there is no actor class '{className}' here; Character, Pawn, PointLight, StaticMeshActor and PlayerController are");
            }

            engine.SpawnActorIn(engine.EditorWorld, type, new FTransform())!.SetActorLabel(label);
        }
    }
}
