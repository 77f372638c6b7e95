using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A task as the things that it waits in know it: what they have to ask of it and to tell it, without its loop and its scope. The one kind there
/// is is <see cref="TaskContext"/>.
/// </summary>
[DebuggerDisplay("{Display,nq}")]
public abstract class Waiter : SynchronizationContext
{
    /// <summary>Set in <see cref="_end"/> when the task has ended; the rest of it says how it was canceled, for what the task left running is as canceled as it was.</summary>
    private const byte EndMark = 0x80;

    internal readonly int Id;
    internal WaiterState State;

    /// <summary>The task's handle is awaited, so an exception is thrown there.</summary>
    internal bool Observed;

    /// <summary>The plain task was handed out; whether it is awaited shows only in the task itself.</summary>
    internal bool Shared;

    // One byte, here and not below: anywhere else it would make this object, which each start makes, eight bytes longer.
    private byte _end;

    private protected Waiter(WaiterState state, int id)
    {
        State = state;
        Id = id;
    }

    /// <summary>Whether the task has ended and was not abandoned. Any thread.</summary>
    internal bool HasEnded => (Volatile.Read(ref _end) & EndMark) != 0;

    internal bool IsCanceled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => State.Cancel && (!State.IsDetached || IsDetachedCanceled);
    }

    /// <summary>For a debugger.</summary>
    private protected abstract string Display { get; }

    /// <summary>Whether what the task left running when it ended is canceled.</summary>
    internal abstract bool IsDetachedCanceled { get; }

    /// <summary>Whether its code will not run any more. Any thread.</summary>
    internal abstract bool IsAbandoned { get; }

    /// <summary>Where code of the loop's tasks is counted while it is on another thread.</summary>
    internal abstract OffThreadWork OffThread { get; }

    /// <summary>The frame that the task's loop is in.</summary>
    internal abstract long FrameNumber { get; }

    /// <summary>How the task had been canceled when it ended; 0 before, and when it was not.</summary>
    private protected int EndedBy => _end & ~EndMark;

    /// <summary>A wait is over: <paramref name="continuation"/> goes among the ready work.</summary>
    internal abstract void Resume(Action continuation);

    /// <summary>As <see cref="Resume"/>, with the next frame.</summary>
    internal abstract void ResumeNextFrame(Action continuation);

    /// <summary>The next frame asks <paramref name="node"/>, in its turn.</summary>
    internal abstract void PollNextFrame(PollNode node);

    /// <summary>The task's context was made current, where other threads cannot see that.</summary>
    internal abstract void NoteCurrent();

    /// <summary>Code of the task threw where the exception reaches no task. Any thread.</summary>
    internal abstract void ReportFault(Exception fault);

    private protected void MarkEnded(int canceledBy) => Volatile.Write(ref _end, (byte)(canceledBy | EndMark));
}
