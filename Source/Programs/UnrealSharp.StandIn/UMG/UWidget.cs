using UnrealSharp.CoreUObject;

namespace UnrealSharp.UMG;

/// <summary>Something on the screen.</summary>
public class UWidget : UObject
{
    public bool IsEnabled { get; set; } = true;
}
