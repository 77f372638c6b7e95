using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A task failed and nobody awaited it.</summary>
[UMultiDelegate]
public delegate void FOnTaskFaulted(string taskName, string message);
