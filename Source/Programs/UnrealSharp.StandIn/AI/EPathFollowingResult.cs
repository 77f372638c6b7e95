namespace UnrealSharp.AIModule;

/// <summary>How a walk ended.</summary>
public enum EPathFollowingResult : byte
{
    Success,
    Blocked,
    OffPath,
    Aborted,
    Skipped_DEPRECATED,
    Invalid,
}
