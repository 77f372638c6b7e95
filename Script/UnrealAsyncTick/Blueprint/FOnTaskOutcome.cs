using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>How what a node waited for has ended.</summary>
[UMultiDelegate]
public delegate void FOnTaskOutcome(string text);
