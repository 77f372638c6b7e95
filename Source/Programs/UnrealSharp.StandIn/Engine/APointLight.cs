namespace UnrealSharp.Engine;

/// <summary>A lamp.</summary>
public class APointLight : AActor
{
}
