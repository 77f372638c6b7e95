using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A task is about to run.</summary>
[UMultiDelegate]
public delegate void FOnTaskStarted(string taskName, int taskId);
