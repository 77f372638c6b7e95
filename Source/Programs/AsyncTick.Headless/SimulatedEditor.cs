using AsyncTick.Engine;
using UnrealAsyncTick;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>
/// An editor without the engine: simulated worlds, the native module's part, and the plugin in it, loaded as UnrealSharp loads it. The headless host and
/// the first host of the conformance suite both run on this. Game thread only.
/// </summary>
public sealed class SimulatedEditor : IDisposable
{
    /// <summary>Makes an engine with an empty edited world, and loads the native module into it.</summary>
    /// <param name="settings">What the native module is told.</param>
    /// <param name="options">What the managed half is told.</param>
    /// <param name="realSeconds">What the machine's clock shows.</param>
    public SimulatedEditor(SimulatedModuleSettings settings, EngineHostOptions options, double realSeconds = 1000)
    {
        Engine = new SimulatedEngine(realSeconds: realSeconds);
        Module = new SimulatedModule(Engine, settings);
        Plugin = new FUnrealAsyncTickModule { Options = options };
    }

    /// <summary>The worlds and frames.</summary>
    public SimulatedEngine Engine { get; }

    /// <summary>The native module.</summary>
    public SimulatedModule Module { get; }

    /// <summary>The adapter; start it to connect the managed half.</summary>
    public FUnrealAsyncTickModule Plugin { get; }

    /// <summary>What <c>Actors</c> prints: one line per actor of the edited world, in order of spawning.</summary>
    public string ListActors()
    {
        var actors = Engine.EditorWorld.ActorsOf();
        return actors.Count == 0 ? "no actors" : string.Join('\n', actors.Select(actor => $"{actor.GetType().Name[1..]} '{actor.GetActorLabel()}'"));
    }

    /// <summary>Exits the engine, if it has not, and gives the thread free.</summary>
    public void Dispose()
    {
        Engine.Exit();
        Module.Dispose();
        UnrealScopes.SetCurrent(null);
        Engine.Dispose();
    }
}
