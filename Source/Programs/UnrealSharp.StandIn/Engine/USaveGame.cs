namespace UnrealSharp.Engine;

/// <summary>What a game saves.</summary>
public partial class USaveGame : CoreUObject.UObject
{
}
