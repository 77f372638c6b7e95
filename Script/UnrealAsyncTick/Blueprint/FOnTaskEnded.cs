using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A task has ended: Completed, Faulted or Canceled.</summary>
[UMultiDelegate]
public delegate void FOnTaskEnded(string taskName, int taskId, string outcome);
