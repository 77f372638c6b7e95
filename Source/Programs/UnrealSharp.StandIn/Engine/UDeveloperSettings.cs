namespace UnrealSharp.DeveloperSettings;

/// <summary>A page of the project settings: read its default object.</summary>
public class UDeveloperSettings : CoreUObject.UObject
{
}
