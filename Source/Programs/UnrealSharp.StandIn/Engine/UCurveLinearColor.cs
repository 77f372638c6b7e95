using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>A curve of colors.</summary>
public class UCurveLinearColor : UCurveBase
{
    public FLinearColor GetLinearColorValue(float inTime) => ValueAt(inTime);
}
