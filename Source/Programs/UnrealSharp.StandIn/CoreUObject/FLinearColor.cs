namespace UnrealSharp.CoreUObject;

/// <summary>A color.</summary>
public record struct FLinearColor
{
    public float R;
    public float G;
    public float B;
    public float A;

    public FLinearColor(float r, float g, float b, float a = 1)
    {
        R = r;
        G = g;
        B = b;
        A = a;
    }
}
