namespace AsyncTick;

/// <summary>Tells handlers of the starts and ends of tasks. What a handler itself starts or ends is not told, so that none can keep itself going. Loop thread only.</summary>
internal sealed class TaskEvents(ILogSink log, LoopFlow flow)
{
    private bool _isTelling;

    public Action<TaskInfo>? Started { get; set; }

    public Action<TaskInfo>? Ended { get; set; }

    public Action<TaskInfo>? StatusChanged { get; set; }

    /// <summary>Whether a status is to be told.</summary>
    public bool TellsStatus => StatusChanged is not null && !_isTelling;

    /// <summary>Whether an end is to be told; false as a rule, and then it costs this look.</summary>
    public bool TellsEnds => Ended is not null && !_isTelling;

    /// <summary>Whether a start is to be told.</summary>
    public bool TellsStarts => Started is not null && !_isTelling;

    /// <summary>Calls the handlers in the name of the loop instead of the task whose step this is.</summary>
    public void Tell(Action<TaskInfo>? handlers, TaskInfo task, string name, SynchronizationContext loop)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(loop);
        var values = flow.Enter(thread: null);
        _isTelling = true;
        GuardedHandlers.Tell(handlers, task, name, log);
        _isTelling = false;
        flow.Leave(values, thread: null);
        SynchronizationContext.SetSynchronizationContext(outer);
    }
}
