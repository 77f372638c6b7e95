using UnrealSharp.Attributes;

namespace UnrealSharp.AIModule;

/// <summary>Of <see cref="AAIController.ReceiveMoveCompleted"/>.</summary>
[UMultiDelegate]
public delegate void FAIMoveCompletedSignature(FAIRequestID requestID, EPathFollowingResult result);
