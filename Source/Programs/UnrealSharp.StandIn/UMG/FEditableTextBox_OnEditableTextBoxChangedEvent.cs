using UnrealSharp.Attributes;
using UnrealSharp.Core;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UEditableTextBox.OnTextChanged"/>.</summary>
[UMultiDelegate]
public delegate void FEditableTextBox_OnEditableTextBoxChangedEvent(FText text);
