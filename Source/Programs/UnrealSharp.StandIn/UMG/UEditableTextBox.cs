using UnrealSharp.Core;
using UnrealSharp.StandIn;

namespace UnrealSharp.UMG;

/// <summary>A line that the user types.</summary>
public class UEditableTextBox : UWidget
{
    private TMulticastDelegate<FEditableTextBox_OnEditableTextBoxCommittedEvent>? _onTextCommitted;
    private TMulticastDelegate<FEditableTextBox_OnEditableTextBoxChangedEvent>? _onTextChanged;

    public FText Text
    {
        get => SimulatedMemory.Get<FText>(this, nameof(Text));
        set => SimulatedMemory.Set(this, nameof(Text), value);
    }

    public TMulticastDelegate<FEditableTextBox_OnEditableTextBoxCommittedEvent> OnTextCommitted
    {
        get => _onTextCommitted ??= SimulatedMemory.GetDelegate<FEditableTextBox_OnEditableTextBoxCommittedEvent>(this, nameof(OnTextCommitted));
        set => _onTextCommitted = value;
    }

    public TMulticastDelegate<FEditableTextBox_OnEditableTextBoxChangedEvent> OnTextChanged
    {
        get => _onTextChanged ??= SimulatedMemory.GetDelegate<FEditableTextBox_OnEditableTextBoxChangedEvent>(this, nameof(OnTextChanged));
        set => _onTextChanged = value;
    }
}
