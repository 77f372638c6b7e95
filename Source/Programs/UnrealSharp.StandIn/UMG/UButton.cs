using UnrealSharp.StandIn;

namespace UnrealSharp.UMG;

/// <summary>A button.</summary>
public class UButton : UWidget
{
    private TMulticastDelegate<FOnButtonClickedEvent>? _onClicked;

    public TMulticastDelegate<FOnButtonClickedEvent> OnClicked
    {
        get => _onClicked ??= SimulatedMemory.GetDelegate<FOnButtonClickedEvent>(this, nameof(OnClicked));
        set => _onClicked = value;
    }
}
