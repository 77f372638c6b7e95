namespace UnrealSharp.CoreUObject;

/// <summary>What objects without an outer of their own are in.</summary>
public partial class UPackage : UObject
{
}
