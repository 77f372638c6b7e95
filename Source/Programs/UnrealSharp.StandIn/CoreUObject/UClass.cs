namespace UnrealSharp.CoreUObject;

/// <summary>A class of the engine.</summary>
public partial class UClass : UObject
{
    internal Type ManagedType { get; set; } = typeof(UObject);
}
