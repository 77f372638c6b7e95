namespace UnrealSharp.Engine;

/// <summary>An actor that somebody steers.</summary>
public class APawn : AActor
{
}
