namespace UnrealSharp.EditorSubsystem;

/// <summary>A part of the editor of which there is one.</summary>
public class UEditorSubsystem : CoreUObject.UObject
{
}
