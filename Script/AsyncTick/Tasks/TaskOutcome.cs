using System.Diagnostics;

namespace AsyncTick;

/// <summary>How a task has ended (Trio's and Rust's outcome): what <see cref="GameTask.Outcome"/> and done callbacks give. Nothing is thrown unless it is asked for. Any thread.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct TaskOutcome
{
    private readonly Task? _ended;
    private readonly TaskScope _scope;

    internal TaskOutcome(Task ended, TaskScope scope) => (_ended, _scope) = (ended, scope);

    /// <summary><see cref="TaskState.Completed"/>, <see cref="TaskState.Canceled"/> or <see cref="TaskState.Faulted"/>.</summary>
    public TaskState State => Ended.Status switch
    {
        TaskStatus.RanToCompletion => TaskState.Completed,
        TaskStatus.Canceled => TaskState.Canceled,
        _ => LoopFaults.HasCanceled(_scope, Ended) ? TaskState.Canceled : TaskState.Faulted,
    };

    /// <summary>Whether the task ended as it should.</summary>
    public bool IsSuccess => State == TaskState.Completed;

    /// <summary>What the task has failed with; null when it ended well or was canceled.</summary>
    public Exception? Exception => State == TaskState.Faulted ? LoopFaults.FaultOf(Ended) : null;

    /// <summary>Throws what awaiting the task would throw; nothing when it ended well.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    /// <exception cref="ScopeClosedException">The task was canceled, and learned of it by a start that was refused.</exception>
    /// <exception cref="Exception">What the task has failed with.</exception>
    public void ThrowIfFailed()
    {
#pragma warning disable VSTHRD002 // It has ended.
        Ended.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private Task Ended => _ended ?? throw new InvalidOperationException("This is the default value of TaskOutcome, which tells of no task. Await what Outcome() returns.");

    /// <inheritdoc/>
    public override string ToString() => _ended is null ? "of no task" : State switch
    {
        TaskState.Completed => "completed",
        TaskState.Canceled => "canceled",
        _ => $"faulted: {ExceptionText.Message(Exception!)}",
    };
}
