namespace UnrealSharp.Engine;

/// <summary>An actor with a shape.</summary>
public class AStaticMeshActor : AActor
{
}
