namespace UnrealSharp.CoreUObject;

/// <summary>A class of the engine.</summary>
public sealed class UClass : UObject
{
    internal Type ManagedType { get; set; } = typeof(UObject);
}
