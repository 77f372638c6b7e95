namespace UnrealSharp.Engine;

/// <summary>An animation that plays over others.</summary>
public partial class UAnimMontage : CoreUObject.UObject
{
    internal float PlayLength { get; set; } = 1;
}
