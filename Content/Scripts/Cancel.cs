// Lists all tasks of the loop, then cancels all but itself: asyncio's all_tasks() and cancel().
// Run it while others are running, say after Timers.cs.

foreach (TaskInfo task in Loop.Tasks.Snapshot())
{
    if (task.Id != TaskId)
    {
        Log($"#{task.Id} {task.Name} in {task.ScopePath} waits on: {task.Wait}");
    }
}

int canceled = Loop.Tasks.CancelAll();
Log($"{canceled} tasks canceled");
