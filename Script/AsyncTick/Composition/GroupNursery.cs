namespace AsyncTick;

/// <summary>The tasks of one <see cref="TaskGroup"/>.</summary>
internal sealed class GroupNursery(TaskContext caller, string name, string file, int line) : Nursery(caller, name, file, line)
{
    private TaskContext? _faulty;
    private Task? _fault;

    public static async Task Run(Func<TaskGroup, Task> body, string name, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(body);
        await new CanceledFrame(TaskContext.Required);
        var nursery = new GroupNursery(TaskContext.Required, name, file, line);
        var group = new TaskGroup(nursery.Scope);
        _ = nursery.Scope.Start(() => body(group), $"{name} body", "", file, line);
        await nursery.Run();
    }

    public override void OnTaskEnded(Waiter ended, Task task, TaskState state)
    {
        if (state == TaskState.Faulted && _fault is null && !Scope.IsCancellationRequested)
        {
            // The first one is thrown by Run; those that come while the rest is canceled are logged by the loop.
            _faulty = (TaskContext)ended;
            _fault = task;
            ended.Observed = true;
            Scope.Cancel(CancelReason.ParentFault);
        }
    }

    public async Task Run()
    {
        while (!Scope.IsEmpty && !Caller.IsCanceled)
        {
            await Signal();
        }

        await Close(CancelReason.ScopeClosed);
        ThrowIfCallerCanceled(_faulty, _fault);
        if (_fault is not null)
        {
            ThrowOutcome(_fault);
        }
    }
}
