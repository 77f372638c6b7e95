using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.UMG;

/// <summary>Something on the screen.</summary>
public class UWidget : UObject
{
    public bool IsEnabled
    {
        get => SimulatedMemory.Get<bool?>(this, nameof(IsEnabled)) ?? true;
        set => SimulatedMemory.Set(this, nameof(IsEnabled), value);
    }
}
