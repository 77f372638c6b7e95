using System.Diagnostics.Tracing;

namespace AsyncTick;

/// <summary>The event source "AsyncTick", for <c>dotnet-trace</c> and PerfView. Without a listener each event costs one test.</summary>
[EventSource(Name = "AsyncTick")]
internal sealed class AsyncTickEventSource : EventSource
{
    public static readonly AsyncTickEventSource Log = new();

    private AsyncTickEventSource()
    {
    }

    // Not activities to an event listener: tasks end in another order than they start.
    [Event(1, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable, Message = "{0}: task {1} '{2}' started")]
    public void TaskStart(string loop, int taskId, string name, int parentId) => WriteEvent(1, loop, taskId, name, parentId);

    [Event(2, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable, Message = "{0}: task {1} ended: {2}")]
    public void TaskStop(string loop, int taskId, string state) => WriteEvent(2, loop, taskId, state);

    [Event(3, Level = EventLevel.Error, Message = "{0}: task {1} failed: {2}: {3}")]
    public void Fault(string loop, int taskId, string type, string message) => WriteEvent(3, loop, taskId, type, message);

    [Event(4, Level = EventLevel.Warning, Message = "{0}: task {1} held the thread for {2} s")]
    public void SlowStep(string loop, int taskId, double seconds) => WriteEvent(4, loop, taskId, seconds);

    [NonEvent]
    public void NoteStop(string loop, int taskId, TaskState state)
    {
        if (IsEnabled())
        {
            TaskStop(loop, taskId, state.ToString());
        }
    }

    [NonEvent]
    public void NoteFault(string loop, int taskId, Exception fault)
    {
        if (IsEnabled())
        {
            Fault(loop, taskId, fault.GetType().FullName ?? "", ExceptionText.Message(fault));
        }
    }

    [NonEvent]
    public void NoteSlowStep(string loop, int taskId, double seconds)
    {
        if (IsEnabled())
        {
            SlowStep(loop, taskId, seconds);
        }
    }
}
