using UnrealSharp.Attributes;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="UAnimInstance.OnMontageEnded"/>.</summary>
[UMultiDelegate]
public delegate void FOnMontageEndedMCDelegate(UAnimMontage montage, bool interrupted);
