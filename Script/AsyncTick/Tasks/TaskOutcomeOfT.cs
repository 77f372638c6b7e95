using System.Diagnostics;

namespace AsyncTick;

/// <summary>How a task with a result has ended; see <see cref="TaskOutcome"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct TaskOutcome<T>
{
    private readonly Task<T>? _ended;
    private readonly TaskScope _scope;

    internal TaskOutcome(Task<T> ended, TaskScope scope) => (_ended, _scope) = (ended, scope);

    /// <summary><see cref="TaskState.Completed"/>, <see cref="TaskState.Canceled"/> or <see cref="TaskState.Faulted"/>.</summary>
    public TaskState State => Plain.State;

    /// <summary>Whether the task ended as it should.</summary>
    public bool IsSuccess => Plain.IsSuccess;

    /// <summary>What the task has failed with; null when it ended well or was canceled.</summary>
    public Exception? Exception => Plain.Exception;

    /// <summary>The result.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    /// <exception cref="ScopeClosedException">The task was canceled, and learned of it by a start that was refused.</exception>
    /// <exception cref="Exception">What the task has failed with.</exception>
    public T Value
    {
        get
        {
#pragma warning disable VSTHRD002 // It has ended.
            return Ended.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
    }

    /// <summary>The same without the result.</summary>
    public static implicit operator TaskOutcome(TaskOutcome<T> outcome) => outcome.Plain;

    /// <summary>Throws what awaiting the task would throw; nothing when it ended well.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    /// <exception cref="ScopeClosedException">The task was canceled, and learned of it by a start that was refused.</exception>
    /// <exception cref="Exception">What the task has failed with.</exception>
    public void ThrowIfFailed() => Plain.ThrowIfFailed();

    private TaskOutcome Plain => new(Ended, _scope);

    private Task<T> Ended => _ended ?? throw new InvalidOperationException("This is the default value of TaskOutcome, which tells of no task. Await what Outcome() returns.");

    /// <inheritdoc/>
    public override string ToString() => _ended is { IsCompletedSuccessfully: true } ? $"completed: {ExceptionText.OfObject(Value)}"
        : _ended is null ? default(TaskOutcome).ToString() : Plain.ToString();
}
