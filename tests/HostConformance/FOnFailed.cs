using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Conformance;

/// <summary>Something failed.</summary>
[UMultiDelegate]
public delegate void FOnFailed(string reason);
