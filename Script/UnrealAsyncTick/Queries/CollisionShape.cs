using AsyncTick.Engine.Bridge;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>What is swept, or looked at for what overlaps it.</summary>
public readonly record struct CollisionShape
{
    private CollisionShape(int kind, FVector extent, FQuat rotation)
    {
        (Kind, Extent, Rotation) = (kind, extent, rotation);
    }

    internal int Kind { get; }

    private FVector Extent { get; }

    private FQuat Rotation { get; }

    /// <summary>A sphere.</summary>
    /// <param name="radius">In centimeters.</param>
    public static CollisionShape Sphere(double radius) => new(1, new FVector(radius, radius, radius), new FQuat(0, 0, 0, 1));

    /// <summary>A box.</summary>
    /// <param name="halfSize">From its center to its faces, in centimeters.</param>
    /// <param name="rotation">How it is turned.</param>
    public static CollisionShape Box(FVector halfSize, FRotator rotation = default) => new(2, halfSize, rotation.ToQuaternion);

    /// <summary>A capsule, upright.</summary>
    /// <param name="radius">In centimeters.</param>
    /// <param name="halfHeight">Half of its whole height, the radius included, in centimeters.</param>
    /// <param name="rotation">How it is turned.</param>
    public static CollisionShape Capsule(double radius, double halfHeight, FRotator rotation = default) => new(3, new FVector(radius, radius, halfHeight), rotation.ToQuaternion);

    internal void Fill(ref Query query)
    {
        query.Shape = Kind;
        query.Extent = new Vector { X = Extent.X, Y = Extent.Y, Z = Extent.Z };
        query.Rotation = new Quat { X = Rotation.X, Y = Rotation.Y, Z = Rotation.Z, W = Rotation.W };
    }
}
