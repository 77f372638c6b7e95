namespace UnrealSharp.Engine;

/// <summary>A component with a place.</summary>
public class USceneComponent : UActorComponent
{
}
