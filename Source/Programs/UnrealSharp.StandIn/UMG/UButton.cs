namespace UnrealSharp.UMG;

/// <summary>A button.</summary>
public class UButton : UWidget
{
    public TMulticastDelegate<FOnButtonClickedEvent> OnClicked { get; set; } = new();
}
