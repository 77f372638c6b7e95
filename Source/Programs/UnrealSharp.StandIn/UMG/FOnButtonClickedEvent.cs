using UnrealSharp.Attributes;

namespace UnrealSharp.UMG;

/// <summary>Of <see cref="UButton.OnClicked"/>.</summary>
[UMultiDelegate]
public delegate void FOnButtonClickedEvent();
