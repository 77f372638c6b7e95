using UnrealSharp.Attributes;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="AActor.OnEndPlay"/>.</summary>
[UMultiDelegate]
public delegate void FActorEndPlaySignature(AActor actor, EEndPlayReason endPlayReason);
