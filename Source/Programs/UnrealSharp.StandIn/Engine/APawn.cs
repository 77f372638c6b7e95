namespace UnrealSharp.Engine;

/// <summary>An actor that a player or an AI steers.</summary>
public class APawn : AActor
{
}
