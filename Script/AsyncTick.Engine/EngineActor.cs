using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>An actor that C# has spawned. It holds a number, not the actor: the engine may destroy it at any time. Game thread only.</summary>
public sealed class EngineActor
{
    private readonly Native _native;
    private readonly ulong _id;

    internal EngineActor(Native native, ulong id)
    {
        _native = native;
        _id = id;
    }

    /// <summary>Whether the actor is still there.</summary>
    /// <exception cref="EngineException">Asked off the game thread.</exception>
    public bool IsAlive => _native.FindActor(_id);

    /// <summary>Removes the actor; false when it had gone before. In the edited world the user can undo it.</summary>
    /// <exception cref="EngineException">Called off the game thread.</exception>
    public bool Destroy() => _native.DestroyActor(_id);
}
