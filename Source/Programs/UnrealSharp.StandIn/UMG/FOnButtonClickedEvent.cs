using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UButton.OnClicked"/>.</summary>
public delegate void FOnButtonClickedEvent();
