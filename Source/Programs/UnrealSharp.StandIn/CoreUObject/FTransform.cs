namespace UnrealSharp.CoreUObject;

/// <summary>Where something is, how it is turned and how large it is. <c>new FTransform()</c> is the identity; <c>default</c> has no size and no rotation.</summary>
public record struct FTransform
{
    public FQuat Rotation;
    public FVector Location;
    public FVector Scale;

    public FTransform()
        : this(FQuat.Identity, FVector.Zero)
    {
    }

    public FTransform(FQuat rotation, FVector location, FVector? scale = null)
    {
        Rotation = rotation;
        Location = location;
        Scale = scale ?? FVector.One;
    }

    public FTransform(FRotator rotation, FVector location, FVector? scale = null)
        : this(rotation.ToQuaternion, location, scale)
    {
    }
}
