namespace UnrealSharp.UnrealSharpCore;

/// <summary>What a world is for.</summary>
public enum ECSWorldType : byte
{
    None,
    Game,
    Editor,
    PIE,
    EditorPreview,
    GamePreview,
    GameRPC,
    Inactive,
}
