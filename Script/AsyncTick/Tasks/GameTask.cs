using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// A started task (asyncio's <c>Task</c>): await it for its outcome, cancel it, hand it on as a plain <see cref="System.Threading.Tasks.Task"/>. A value;
/// copies mean the same task. It can be awaited any number of times.
/// </summary>
[DebuggerDisplay("#{Id} {Task.Status}")]
public readonly struct GameTask : ITaskHandle
{
    private readonly TaskContext _context;

    // Null for a pooled method's: a plain task is made for it when it is asked for.
    private readonly Task? _task;

    internal GameTask(TaskContext context, Task? task)
    {
        _context = context;
        _task = task;
    }

    internal TaskContext Context
    {
        get
        {
            WaitGuard.VerifyMade(_context);
            return _context;
        }
    }

#pragma warning disable VSTHRD003 // For parts of this library that see to the outcome themselves.
    internal Task Inner => _task ?? PooledOutcome.Of(Context);

    Task ITaskHandle.Taken => Taken;

    TaskContext ITaskHandle.Context => Context;
#pragma warning restore VSTHRD003

    /// <summary>The task, for one who will throw or report what it ends with.</summary>
    internal Task Taken
    {
        get
        {
            Context.Observed = true;
#pragma warning disable VSTHRD003 // As above.
            return Inner;
#pragma warning restore VSTHRD003
        }
    }

    /// <summary>The id that lists and console commands show. Any thread.</summary>
    public int Id => Context.Id;

    /// <summary>Whether the task has ended in any way. Any thread.</summary>
    public bool IsCompleted => _task is null ? Context.HasEnded : _task.IsCompleted;

    /// <summary>
    /// The task as a plain one, for <see cref="Task.WhenAll(IEnumerable{Task})"/> and the like. Any thread. A fault is then logged
    /// unless it was taken from the plain task by the end of the frame in which it happened.
    /// </summary>
    public Task Task
    {
        get
        {
            Context.Shared = true;
#pragma warning disable VSTHRD003 // The handle's whole purpose is to hand its task on.
            return Inner;
#pragma warning restore VSTHRD003
        }
    }

    /// <summary>See <see cref="Task"/>.</summary>
    public static implicit operator Task(GameTask task) => task.Task;

    /// <summary>
    /// Asks the task to end with <see cref="OperationCanceledException"/> (asyncio's <c>Task.cancel()</c>). Any thread: on the loop's own the
    /// request is delivered at once and the task resumes in this frame's or the next frame's ready work; from another it is posted.
    /// Does nothing when the task has ended.
    /// </summary>
    public void Cancel(CancelReason reason = CancelReason.User) => Context.Loop.Cancellation.Cancel(_context, reason);

    /// <summary>
    /// Awaits the task's end and says how it ended, without throwing for it: <c>if ((await task.Outcome()).Exception is { } fault)</c>. A fault counts as seen to
    /// and is not logged. The wait itself ends with the waiting task.
    /// </summary>
    public OutcomeAwaitable Outcome()
    {
        WaitGuard.VerifyMade(_context);
        return new(_context, Inner);
    }

    /// <summary>
    /// Calls <paramref name="callback"/> when the task has ended, in the same frame's ready work before its waiters go on, or in this frame's when it has ended
    /// already (asyncio's <c>add_done_callback</c>). In the name of the task that calls this; what it throws is logged. A fault of the task is logged all the same, unless it is awaited.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called on another thread than the loop's.</exception>
    public void AddDoneCallback(Action<TaskOutcome> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        WaitGuard.VerifyMade(_context);
        var task = this;
        _context.AddDoneCallback(() => callback(new TaskOutcome(task.Inner, task._context.Scope)));
    }

    /// <summary>Awaits the task's end; a fault is thrown here and so is not logged by the loop. The wait itself ends with the waiting task.</summary>
    public GameTaskAwaiter GetAwaiter()
    {
        WaitGuard.VerifyMade(_context);
        return new(_context, Inner);
    }
}
