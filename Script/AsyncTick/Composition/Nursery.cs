using System.Runtime.ExceptionServices;

namespace AsyncTick;

/// <summary>
/// Tasks that one task starts and then waits for, in a scope of their own: what races, groups and time limits are made of. Whatever
/// happens, the caller goes on only when all of them have ended, and when it was canceled meanwhile, that wins over their outcome.
/// </summary>
/// <remarks>Trio calls this a nursery. Loop thread only.</remarks>
internal abstract class Nursery : IScopeOwner
{
    private readonly TimerNode _wake = new();

    protected Nursery(TaskContext caller, string name, string file, int line)
    {
        if (caller.IsCanceled)
        {
            caller.ThrowCanceled();
        }

        Caller = caller;
        File = file;
        Line = line;
        Scope = caller.Scope.CreateOwned(name, this, caller.Record.Details.IsDeferring);
        Caller.Record.NoteWait(WaitKind.Group, file, line, name);
    }

    public TaskContext Caller { get; }

    public TaskScope Scope { get; }

    protected string File { get; }

    protected int Line { get; }

    /// <inheritdoc/>
    public abstract void OnTaskEnded(Waiter ended, Task task, TaskState state);

    /// <inheritdoc/>
    public void OnEmpty() => _wake.CancelIfPending();

    /// <summary>Waits until woken, until <paramref name="due"/>, or until the caller is canceled.</summary>
    protected SignalAwaitable Signal(LoopClock? clock = null, double due = 0) => new(_wake, Caller, clock, due);

    protected void Wake() => _wake.CancelIfPending();

    /// <summary>Cancels what has not ended and waits for it; a cancellation of the caller does not shorten this, it only changes the reason.</summary>
    protected async Task Close(CancelReason reason)
    {
        Scope.Cancel(Caller.IsCanceled ? CallerReason : reason);
        while (!Scope.IsEmpty)
        {
            Caller.Record.NoteWait(WaitKind.Group, File, Line, $"{Scope.Name}: {Scope.TaskCount} canceled task(s) to end");
            await Scope.WhenEmpty();
        }

        Caller.Record.WaitKind = WaitKind.Outside;
        Caller.Record.Details.WaitDetail = null;

        // The list of ended tasks keeps the scope; the outcome that is kept here may be of a script's type.
        Scope.Owner = null;
    }

    /// <summary>To be called after <see cref="Close"/>: the caller's own cancellation comes before any outcome, and a fault that is not thrown for it is logged.</summary>
    protected void ThrowIfCallerCanceled(TaskContext? faulty, Task? fault)
    {
        if (!Caller.IsCanceled)
        {
            return;
        }

        if (faulty is not null && fault is not null)
        {
            Caller.Loop.Faults.ReportUnthrown(faulty, fault);
        }

        Caller.ThrowCanceled();
    }

    /// <summary>Throws what a task ended with, with the stack of where it was thrown first.</summary>
    protected static void ThrowOutcome(Task task)
    {
        if (task.Exception is { } faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions.Count == 1 ? faults.InnerExceptions[0] : faults);
        }

#pragma warning disable VSTHRD002 // The task has ended; a canceled one throws its own exception.
        task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private CancelReason CallerReason => Caller.Record.IsDetached ? Caller.Scope.CancelReason : Caller.Record.Details.CancelReason;
}
