namespace UnrealSharp.CoreUObject;

/// <summary>A colour.</summary>
public record struct FLinearColor(float R, float G, float B, float A);
