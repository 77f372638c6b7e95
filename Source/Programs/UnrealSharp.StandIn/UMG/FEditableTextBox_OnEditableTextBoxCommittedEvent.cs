using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UEditableTextBox.OnTextCommitted"/>.</summary>
public delegate void FEditableTextBox_OnEditableTextBoxCommittedEvent(FText text, ETextCommit commitMethod);
