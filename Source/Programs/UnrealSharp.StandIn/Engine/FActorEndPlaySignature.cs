using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="AActor.OnEndPlay"/>.</summary>
public delegate void FActorEndPlaySignature(AActor actor, EEndPlayReason endPlayReason);
