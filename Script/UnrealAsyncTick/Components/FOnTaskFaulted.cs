using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A task failed and was not awaited.</summary>
[UMultiDelegate]
public delegate void FOnTaskFaulted(string taskName, string message);
