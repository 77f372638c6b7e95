namespace UnrealSharp.AIModule;

/// <summary>What became of asking for a way.</summary>
public enum EPathFollowingRequestResult : byte
{
    Failed,
    AlreadyAtGoal,
    RequestSuccessful,
}
