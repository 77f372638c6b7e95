using UnrealSharp.EditorSubsystem;
using UnrealSharp.Engine;

namespace UnrealSharp.UnrealEd;

/// <summary>The editor's worlds.</summary>
public class UUnrealEditorSubsystem : UEditorSubsystem
{
    public UWorld EditorWorld => Engine.EditorWorld;

    /// <summary>The world that is being played; null outside play.</summary>
    public UWorld? GameWorld => Engine.PlayWorld;
}
