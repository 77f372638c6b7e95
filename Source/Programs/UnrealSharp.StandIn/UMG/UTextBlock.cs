using UnrealSharp.Core;

namespace UnrealSharp.UMG;

/// <summary>Text on the screen.</summary>
public class UTextBlock : UWidget
{
    public FText Text { get; set; } = FText.None;
}
