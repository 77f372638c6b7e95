namespace UnrealSharp.CoreUObject;

/// <summary>Questions that may be asked of null.</summary>
public static class UObjectExtensions
{
    public static bool IsValid(this UObject? obj) => obj is { IsDestroyed: false };
}
