using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UEditableTextBox.OnTextChanged"/>.</summary>
public delegate void FEditableTextBox_OnEditableTextBoxChangedEvent(FText text);
