using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="AActor.OnDestroyed"/>.</summary>
public delegate void FActorDestroyedSignature(AActor destroyedActor);
