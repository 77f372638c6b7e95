namespace UnrealSharp.CoreUObject;

/// <summary>A place or direction, in centimeters.</summary>
public record struct FVector
{
    public double X;
    public double Y;
    public double Z;

    public FVector(double x, double y, double z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    public FVector(double xyz)
        : this(xyz, xyz, xyz)
    {
    }

    public static FVector Zero => new(0, 0, 0);

    public static FVector One => new(1, 1, 1);

    public static FVector operator +(FVector a, FVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static FVector operator -(FVector a, FVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static FVector operator *(FVector a, double b) => new(a.X * b, a.Y * b, a.Z * b);

    public readonly double Length() => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));
}
