namespace UnrealSharp.SlateCore;

/// <summary>How the user ended an input.</summary>
public enum ETextCommit : byte
{
    Default,
    OnEnter,
    OnUserMovedFocus,
    OnCleared,
}
