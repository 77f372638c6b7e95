namespace AsyncTick;

/// <summary>
/// A task was to be started in a scope that is closing or closed. Nothing was started; start it in a scope that outlives this one. A task that was canceled
/// together with the scope and ends with this has ended canceled; any other one has failed.
/// </summary>
public sealed class ScopeClosedException : InvalidOperationException
{
    /// <summary>Made by <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public ScopeClosedException(string scopeName, CancelReason reason, string taskName)
        : base($"Task '{taskName}' was not started: scope '{scopeName}' is closing ({reason}). Start it in a scope that outlives this one, or check IsCancellationRequested first.")
    {
        ScopeName = scopeName;
        Reason = reason;
    }

    /// <summary>What closed the scope; null when the start was the fault of the task that tried it.</summary>
    internal ScopeClosing? Closing { get; init; }

    /// <summary>The scope that refused.</summary>
    public string ScopeName { get; }

    /// <summary>Why the scope is closing.</summary>
    public CancelReason Reason { get; }
}
