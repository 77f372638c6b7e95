namespace AsyncTick;

public sealed partial class TaskScope
{
    private volatile bool _isAbandoned;

    /// <summary>Whether <see cref="Abandon"/> was called. Any thread.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>
    /// The last resort for code that is about to be unloaded: cancels the scope and forgets the tasks that are still in it and below. Nothing
    /// of theirs runs on the loop's thread any more, <c>finally</c> blocks included, and the loop holds nothing of them; each is named in
    /// the log. Cancel first and give them frames (<see cref="GameLoop.Drain"/>).
    /// </summary>
    /// <returns>How many tasks were lost.</returns>
    /// <exception cref="InvalidOperationException">Called off the loop's thread, or by a task of this scope.</exception>
    public int Abandon()
    {
        Loop.VerifyThread();
        if (SynchronizationContext.Current is TaskContext caller && caller.Loop == Loop && caller.Scope.IsInside(this))
        {
            throw new InvalidOperationException($"Task #{caller.Id} is in scope '{Path}' and would abandon itself. Let the host do it.");
        }

        Cancel(CancelReason.Reload);
        var lost = Loop.Tasks.Snapshot(this).Count;
        MarkAbandoned();
        Loop.AbandonTasksIn(this);
        return lost;
    }

    private void MarkAbandoned()
    {
        _isAbandoned = true;
        foreach (var child in _children)
        {
            child.MarkAbandoned();
        }
    }
}
