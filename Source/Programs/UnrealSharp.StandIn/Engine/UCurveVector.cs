using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>A curve of places.</summary>
public class UCurveVector : UCurveBase
{
    public FVector GetVectorValue(float inTime) => ValueAt(inTime) is var value ? new FVector(value.R, value.G, value.B) : default;
}
