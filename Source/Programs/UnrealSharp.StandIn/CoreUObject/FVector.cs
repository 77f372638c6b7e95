namespace UnrealSharp.CoreUObject;

/// <summary>A place or direction, in centimetres.</summary>
public record struct FVector(double X, double Y, double Z)
{
    public static readonly FVector Zero = new(0, 0, 0);

    public static readonly FVector One = new(1, 1, 1);

    public static FVector operator +(FVector a, FVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static FVector operator -(FVector a, FVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static FVector operator *(FVector a, double b) => new(a.X * b, a.Y * b, a.Z * b);
}
