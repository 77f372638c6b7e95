using UnrealSharp.Core;
using UnrealSharp.StandIn;

namespace UnrealSharp.UMG;

/// <summary>Text on the screen.</summary>
public class UTextBlock : UWidget
{
    public FText Text
    {
        get => SimulatedMemory.Get<FText>(this, nameof(Text));
        set => SimulatedMemory.Set(this, nameof(Text), value);
    }
}
