using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="SystemLibrary.LoadAsset"/>.</summary>
[USingleDelegate]
public delegate void FKismetSystemLibrary_OnAssetLoaded(UObject? loaded);
