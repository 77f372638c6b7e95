namespace UnrealSharp.Engine;

/// <summary>What happens when a spawned actor would stand in another.</summary>
public enum ESpawnActorCollisionHandlingMethod : byte
{
    Undefined,
    AlwaysSpawn,
    AdjustIfPossibleButAlwaysSpawn,
    AdjustIfPossibleButDontSpawnIfColliding,
    DontSpawnIfColliding,
}
