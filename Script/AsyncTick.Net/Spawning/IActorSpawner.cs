namespace AsyncTick.Net;

/// <summary>Makes actors for an <see cref="ActorSpawnServer"/>: the engine's world, the simulated one, or a test. Called on the game thread.</summary>
public interface IActorSpawner
{
    /// <summary>Spawns one actor.</summary>
    /// <param name="className">Which class; what names are known is the spawner's affair.</param>
    /// <param name="label">The actor's label, already checked: not empty, no control characters, of bounded length.</param>
    /// <exception cref="Exception">It cannot be spawned; the message goes back to the client in one line.</exception>
    void Spawn(string className, string label);
}
