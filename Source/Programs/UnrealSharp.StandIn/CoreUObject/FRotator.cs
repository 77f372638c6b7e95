namespace UnrealSharp.CoreUObject;

/// <summary>A rotation, in degrees.</summary>
public record struct FRotator(double Pitch, double Yaw, double Roll);
