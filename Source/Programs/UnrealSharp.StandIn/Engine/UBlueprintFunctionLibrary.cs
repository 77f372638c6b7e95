namespace UnrealSharp.Engine;

/// <summary>Static functions for Blueprint.</summary>
public class UBlueprintFunctionLibrary : CoreUObject.UObject
{
}
