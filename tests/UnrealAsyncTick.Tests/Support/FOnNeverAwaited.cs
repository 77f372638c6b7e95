using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Tests;

/// <summary>A delegate that no code awaits by its type.</summary>
[UMultiDelegate]
public delegate void FOnNeverAwaited(int number);
