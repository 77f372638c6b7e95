namespace UnrealSharp.Engine;

/// <summary>A curve of numbers.</summary>
public class UCurveFloat : UCurveBase
{
    public float GetFloatValue(float inTime) => ValueAt(inTime).R;
}
