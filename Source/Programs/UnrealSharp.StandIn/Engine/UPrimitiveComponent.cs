using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>A component with a body, which is a box here that stands upright around the component's place; none until it is given one.</summary>
public class UPrimitiveComponent : USceneComponent
{
    internal FVector? HalfSize { get; set; }

    internal EObjectTypeQuery ObjectType { get; set; } = EObjectTypeQuery.ObjectTypeQuery2;

    /// <summary>Whether traces go through it, and say so.</summary>
    internal bool IsPassable { get; set; }

    internal FVector Center => Owner.ActorLocation + RelativeLocation;
}
