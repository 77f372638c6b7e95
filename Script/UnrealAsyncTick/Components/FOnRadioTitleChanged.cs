using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A title of a radio station begins.</summary>
[UMultiDelegate]
public delegate void FOnRadioTitleChanged(string title);
