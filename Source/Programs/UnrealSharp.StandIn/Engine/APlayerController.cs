namespace UnrealSharp.Engine;

/// <summary>A player.</summary>
public class APlayerController : AActor
{
}
