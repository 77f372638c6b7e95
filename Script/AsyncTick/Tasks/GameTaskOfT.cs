using System.Diagnostics;

namespace AsyncTick;

/// <summary>A started task with a result; see <see cref="GameTask"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[DebuggerDisplay("#{Id} {Task.Status}")]
public readonly struct GameTask<T> : ITaskHandle
{
    private readonly TaskContext _context;
    private readonly Task<T> _task;

    internal GameTask(TaskContext context, Task<T> task)
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
    internal Task<T> Inner => _task;

    Task ITaskHandle.Taken => Taken;

    TaskContext ITaskHandle.Context => Context;
#pragma warning restore VSTHRD003

    /// <summary>The task, for one who will throw or report what it ends with.</summary>
    internal Task<T> Taken
    {
        get
        {
            Context.Observed = true;
#pragma warning disable VSTHRD003 // As above.
            return _task;
#pragma warning restore VSTHRD003
        }
    }

    /// <inheritdoc cref="GameTask.Id"/>
    public int Id => Context.Id;

    /// <inheritdoc cref="GameTask.IsCompleted"/>
    public bool IsCompleted => _task?.IsCompleted ?? Context.HasEnded;

    /// <inheritdoc cref="GameTask.Task"/>
    public Task<T> Task
    {
        get
        {
            Context.Shared = true;
#pragma warning disable VSTHRD003 // The handle's whole purpose is to hand its task on.
            return _task;
#pragma warning restore VSTHRD003
        }
    }

    /// <summary>See <see cref="Task"/>.</summary>
    public static implicit operator Task<T>(GameTask<T> task) => task.Task;

    /// <summary>See <see cref="Task"/>.</summary>
    public static implicit operator Task(GameTask<T> task) => task.Task;

    /// <summary>The same task without its result.</summary>
    public static implicit operator GameTask(GameTask<T> task) => new(task._context, task._task);

    /// <inheritdoc cref="GameTask.Cancel"/>
    public void Cancel(CancelReason reason = CancelReason.User) => Context.Loop.Cancellation.Cancel(_context, reason);

    /// <inheritdoc cref="GameTask.Outcome"/>
    public OutcomeAwaitable<T> Outcome()
    {
        WaitGuard.VerifyMade(_context);
        return new(_context, _task);
    }

    /// <inheritdoc cref="GameTask.AddDoneCallback"/>
    public void AddDoneCallback(Action<TaskOutcome<T>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        WaitGuard.VerifyMade(_context);
        var (task, scope) = (_task, _context.Scope);
        _context.AddDoneCallback(() => callback(new TaskOutcome<T>(task, scope)));
    }

    /// <inheritdoc cref="GameTask.GetAwaiter"/>
    public GameTaskAwaiter<T> GetAwaiter()
    {
        WaitGuard.VerifyMade(_context);
        return new(_context, _task);
    }
}
