using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="SystemLibrary.LoadAssetClass"/>.</summary>
[USingleDelegate]
public delegate void FKismetSystemLibrary_OnAssetClassLoaded(TSubclassOf<UObject> loaded);
