using UnrealSharp.Attributes;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="AActor.OnDestroyed"/>.</summary>
[UMultiDelegate]
public delegate void FActorDestroyedSignature(AActor destroyedActor);
