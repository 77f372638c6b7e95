namespace AsyncTick;

/// <summary>One cancellation of a scope: what closed it and the scopes below that were open. Any thread, except where a start is refused.</summary>
/// <param name="scope">The one that was canceled.</param>
/// <param name="reason">Why.</param>
internal sealed class ScopeClosing(TaskScope scope, CancelReason reason)
{
    private volatile bool _hasRefused;

    public CancelReason Reason => reason;

    /// <summary>What a start in a scope that closed thus throws.</summary>
    /// <param name="path">The scope that refuses.</param>
    /// <param name="taskName">What was to be started.</param>
    public ScopeClosedException Refuse(string path, string taskName)
    {
        // A task that holds its cancellation off has asked to go on: that it cannot start what it wants to is its fault.
        var isFault = SynchronizationContext.Current is TaskContext { Record.Details.IsDeferring: true };
        _hasRefused |= !isFault;
        return new ScopeClosedException(path, reason, taskName) { Closing = isFault ? null : this };
    }

    /// <summary>Whether a start that was refused may be what a task of this scope has ended with; most canceled tasks need not be asked.</summary>
    public static bool MayHaveRefused(TaskScope scope)
    {
        for (var at = scope.IsCancellationRequested ? scope : null; at is not null; at = at.Parent)
        {
            if (at.Closing is { _hasRefused: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a task of this scope that throws this has learned in that way that it was canceled: by a start that the same cancellation has refused.</summary>
    public static bool IsCancellation(TaskScope scope, Exception fault) =>
        fault is ScopeClosedException { Closing: { } closing } && scope.IsCancellationRequested && scope.IsInside(closing.Scope);

    /// <summary>The same of a task that has failed. Looks at its exception, and so takes it, when there may be something to see.</summary>
    public static bool HasCanceled(TaskScope scope, Task ended) =>
        ended.IsFaulted && MayHaveRefused(scope) && IsCancellation(scope, LoopFaults.FaultOf(ended));

    private TaskScope Scope => scope;
}
