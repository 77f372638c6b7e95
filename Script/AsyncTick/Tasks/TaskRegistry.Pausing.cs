namespace AsyncTick;

/// <summary>Pausing single tasks; a scope with all it holds is paused by <see cref="TaskScope.Pause"/>.</summary>
public sealed partial class TaskRegistry
{
    /// <summary>
    /// From now on this task is not resumed, until <see cref="Resume(int)"/>; what its waits bring meanwhile is delivered then, in order. A task
    /// that is cancelled is no longer paused, so that it can end. Tasks that it has started go on. False when no running task has that id, or
    /// it has been cancelled.
    /// </summary>
    public bool Pause(int id)
    {
        _loop.VerifyThread();
        return _loop.RootScope.TryFind(id, out var record) && Pause(record);
    }

    /// <summary>Pauses every task with that name, compared without case. Returns how many.</summary>
    public int Pause(string name)
    {
        _loop.VerifyThread();
        return FindByName(name).Count(Pause);
    }

    /// <summary>Ends a <see cref="Pause(int)"/>; while its scope is paused the task stays so. False when no running task has that id, or it was not paused by itself.</summary>
    public bool Resume(int id)
    {
        _loop.VerifyThread();
        return _loop.RootScope.TryFind(id, out var record) && Resume(record);
    }

    /// <summary>Ends the pause of every task with that name, compared without case. Returns of how many.</summary>
    public int Resume(string name)
    {
        _loop.VerifyThread();
        return FindByName(name).Count(Resume);
    }

    private List<TaskRecord> FindByName(string name)
    {
        var found = new List<TaskRecord>();
        _loop.RootScope.ForEachTask(record =>
        {
            if (string.Equals(record.DisplayName, name, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(record);
            }
        });
        return found;
    }

    private bool Pause(TaskRecord record)
    {
        if (record.Details.CancelRequested)
        {
            return false;
        }

        record.Details.IsPausedItself = true;
        _loop.PauseTask(record);
        return true;
    }

    private bool Resume(TaskRecord record)
    {
        if (!record.Details.IsPausedItself)
        {
            return false;
        }

        record.Details.IsPausedItself = false;
        if (!record.Context.Scope.IsPaused)
        {
            GameLoop.ResumeTask(record);
            _loop.DeliverParked();
        }

        return true;
    }
}
