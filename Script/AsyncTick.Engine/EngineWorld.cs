using AsyncTick.Engine.Bridge;
using AsyncTick.Net;

namespace AsyncTick.Engine;

/// <summary>
/// A world of the engine, for scripts that run without UnrealSharp. The tasks that were started for a world are canceled when it ends.
/// Game thread only.
/// </summary>
public sealed class EngineWorld : IActorSpawner
{
    private readonly Native _native;

    internal EngineWorld(Native native, ulong id)
    {
        _native = native;
        Id = id;
    }

    /// <summary>The world of the calling task.</summary>
    /// <exception cref="InvalidOperationException">The caller is not a task that was started for a world of the engine.</exception>
    public static EngineWorld Current => Async.Scope.World as EngineWorld
        ?? throw new InvalidOperationException("This task belongs to no world: it was started before there was one, or outside the engine.");

    /// <summary>Whether the world has ended. Any thread.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>The native half's number for it; never used twice. Any thread.</summary>
    public ulong Id { get; }

    /// <summary>Spawns an actor of a class that is given by name.</summary>
    /// <param name="className"><c>PointLight</c>, or the path of a blueprint's class: <c>/Game/Lamps/BP_Lamp.BP_Lamp_C</c>.</param>
    /// <param name="label">Its name in the editor's outliner; none when empty. Ignored in games.</param>
    /// <param name="place">Where it stands; the world's origin by default.</param>
    /// <exception cref="EngineException">The engine would not; the message says why.</exception>
    public EngineActor SpawnActor(string className, string label = "", ActorPlace place = default)
    {
        ArgumentNullException.ThrowIfNull(className);
        ArgumentNullException.ThrowIfNull(label);
        return new EngineActor(_native, _native.SpawnActor(Id, className, label, place));
    }

    /// <summary>Spawns an actor at the world's origin, for an <see cref="ActorSpawnServer"/>: <see cref="SpawnActor"/> without the actor that it gives.</summary>
    /// <inheritdoc cref="SpawnActor"/>
    public void Spawn(string className, string label) => SpawnActor(className, label);

    /// <summary>Starts a stream of sound; feed it with <see cref="EngineAudioStream.Queue"/>.</summary>
    /// <param name="sampleRate">Samples per second and channel.</param>
    /// <param name="channels">1 or 2; up to 8.</param>
    /// <exception cref="EngineException">There is no audio device, or the engine does not take these values.</exception>
    public EngineAudioStream OpenAudio(int sampleRate, int channels) => new(_native, _native.OpenAudio(Id, sampleRate, channels), sampleRate, channels);

    /// <summary>Shows a line on the screen of the running game, and in the editor's viewports. Nothing is shown in Shipping builds.</summary>
    /// <exception cref="EngineException">There is no engine yet, or this is not the game thread.</exception>
    public void ShowMessage(string text, double seconds = 2)
    {
        ArgumentNullException.ThrowIfNull(text);
        _native.ShowMessage(seconds, text);
    }
}
