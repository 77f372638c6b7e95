namespace UnrealSharp.Engine;

/// <summary>Why something leaves the game.</summary>
public enum EEndPlayReason : byte
{
    Destroyed,
    LevelTransition,
    EndPlayInEditor,
    RemovedFromWorld,
    Quit,
}
