namespace AsyncTick;

/// <summary>Gives running tasks as their handles: to await their outcome, or to cancel them. Loop thread only.</summary>
public static class TaskFinder
{
    /// <summary>The task with that id; null when none runs.</summary>
    public static GameTask? Find(this TaskRegistry tasks, int id)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return HandleOf(tasks.RecordOf(id));
    }

    /// <summary>The first started of the running tasks with that name, compared without case; null for none.</summary>
    public static GameTask? Find(this TaskRegistry tasks, string name)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return HandleOf(tasks.RecordOf(ShownText.OneLine(name)));
    }

    private static GameTask? HandleOf(TaskRecord? record) => record is null ? null : new GameTask(record.Context, record.Task);
}
