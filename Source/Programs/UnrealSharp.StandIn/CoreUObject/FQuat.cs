namespace UnrealSharp.CoreUObject;

/// <summary>A rotation, as a unit quaternion.</summary>
public record struct FQuat
{
    public double X;
    public double Y;
    public double Z;
    public double W;

    public FQuat(double x, double y, double z, double w)
    {
        X = x;
        Y = y;
        Z = z;
        W = w;
    }

    public FQuat(FRotator rotator)
    {
        this = FromAngles(rotator);
    }

    public static FQuat Identity => new(0, 0, 0, 1);

    public readonly bool IsIdentity => this == Identity;

    // The axes are the engine's: left-handed, Z up; yaw is applied last.
    internal static FQuat FromAngles(FRotator angles)
    {
        var (sinPitch, cosPitch) = Math.SinCos(double.DegreesToRadians(angles.Pitch) / 2);
        var (sinYaw, cosYaw) = Math.SinCos(double.DegreesToRadians(angles.Yaw) / 2);
        var (sinRoll, cosRoll) = Math.SinCos(double.DegreesToRadians(angles.Roll) / 2);
        return new FQuat(
            (cosRoll * sinPitch * sinYaw) - (sinRoll * cosPitch * cosYaw),
            (-cosRoll * sinPitch * cosYaw) - (sinRoll * cosPitch * sinYaw),
            (cosRoll * cosPitch * sinYaw) - (sinRoll * sinPitch * cosYaw),
            (cosRoll * cosPitch * cosYaw) + (sinRoll * sinPitch * sinYaw));
    }

    internal readonly FRotator ToAngles()
    {
        var sinPitch = 2 * ((Z * X) - (W * Y));
        return new FRotator(
            double.RadiansToDegrees(Math.Asin(Math.Clamp(sinPitch, -1, 1))),
            double.RadiansToDegrees(Math.Atan2(2 * ((W * Z) + (X * Y)), 1 - (2 * ((Y * Y) + (Z * Z))))),
            double.RadiansToDegrees(Math.Atan2(-2 * ((W * X) + (Y * Z)), 1 - (2 * ((X * X) + (Y * Y))))));
    }
}
