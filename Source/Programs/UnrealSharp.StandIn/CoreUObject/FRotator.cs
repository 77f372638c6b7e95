namespace UnrealSharp.CoreUObject;

/// <summary>A rotation, in degrees: about Y, about Z, about X.</summary>
public record struct FRotator
{
    public double Pitch;
    public double Yaw;
    public double Roll;

    public FRotator(double pitch, double yaw, double roll)
    {
        Pitch = pitch;
        Yaw = yaw;
        Roll = roll;
    }

    public FRotator(FQuat quat)
    {
        this = quat.ToAngles();
    }

    public readonly FQuat ToQuaternion => FQuat.FromAngles(this);

    public static implicit operator FRotator(FQuat quat) => new(quat);
}
