using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>Whose code runs, in words for a message. Looks through the task list: for what goes wrong, not for each frame.</summary>
internal static class CallingTask
{
    /// <summary>The task by name and number, also one that has ended and left code running.</summary>
    public static string Describe()
    {
        if (SynchronizationContext.Current is not TaskContext)
        {
            return "Code outside of any task";
        }

        var id = Async.TaskId;
        var tasks = Async.Loop.Tasks;
        var found = tasks.Snapshot().Concat(tasks.History()).FirstOrDefault(task => task.Id == id);
        return found is not null ? $"Task '{found.Name}' (#{id})" : $"Task #{id}";
    }
}
