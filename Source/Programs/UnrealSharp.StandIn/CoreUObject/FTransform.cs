namespace UnrealSharp.CoreUObject;

/// <summary>Where something is, how it is turned and how large it is. <c>new FTransform()</c> is the identity; <c>default</c> has no size.</summary>
public record struct FTransform
{
    public FTransform()
        : this(default, FVector.Zero)
    {
    }

    public FTransform(FRotator rotation, FVector location, FVector? scale = null)
    {
        Rotation = rotation;
        Location = location;
        Scale = scale ?? FVector.One;
    }

    public FRotator Rotation;

    public FVector Location;

    public FVector Scale;
}
