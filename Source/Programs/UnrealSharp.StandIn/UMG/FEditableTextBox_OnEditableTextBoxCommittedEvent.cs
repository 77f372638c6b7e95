using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UEditableTextBox.OnTextCommitted"/>.</summary>
[UMultiDelegate]
public delegate void FEditableTextBox_OnEditableTextBoxCommittedEvent(FText text, ETextCommit commitMethod);
