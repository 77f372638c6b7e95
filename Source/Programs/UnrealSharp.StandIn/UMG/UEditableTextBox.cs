using UnrealSharp.Core;

namespace UnrealSharp.UMG;

/// <summary>A line that the user types.</summary>
public class UEditableTextBox : UWidget
{
    public FText Text { get; set; } = FText.None;

    public TMulticastDelegate<FEditableTextBox_OnEditableTextBoxCommittedEvent> OnTextCommitted { get; set; } = new();

    public TMulticastDelegate<FEditableTextBox_OnEditableTextBoxChangedEvent> OnTextChanged { get; set; } = new();
}
