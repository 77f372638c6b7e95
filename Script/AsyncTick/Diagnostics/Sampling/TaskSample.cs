using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What a <see cref="TaskSampler"/> copied of one task: plain fields, to be put into words on another thread. Immutable once its buffer has been handed over.
/// </summary>
[DebuggerDisplay("{Slot}: #{Id} {State}")]
public struct TaskSample
{
    internal string? GivenName;
    internal string Expression;

    /// <summary>The place that the task has in the loop; an earlier task of the same place has ended.</summary>
    public int Slot { get; internal set; }

    /// <summary>As <see cref="TaskInfo.Id"/>; 0 when the place is empty now.</summary>
    public int Id { get; internal set; }

    /// <summary>As <see cref="TaskInfo.ParentId"/>.</summary>
    public int ParentId { get; internal set; }

    /// <summary>Its scope; null when the place is empty. Only what any thread may use of it.</summary>
    public TaskScope? Scope { get; internal set; }

    /// <summary>As <see cref="TaskInfo.Name"/>. Put together when asked for.</summary>
    public readonly string Name => GivenName ?? TaskName.FromExpression(Expression);

    /// <summary>As <see cref="TaskInfo.StartFile"/>.</summary>
    public string StartFile { get; internal set; }

    /// <summary>As <see cref="TaskInfo.StartLine"/>.</summary>
    public int StartLine { get; internal set; }

    /// <summary>When it was started, on the loop's real clock, in seconds.</summary>
    public double StartedAt { get; internal set; }

    /// <summary>As <see cref="TaskInfo.State"/>.</summary>
    public TaskState State { get; internal set; }

    /// <summary>As <see cref="TaskInfo.CancelReason"/>.</summary>
    public CancelReason CancelReason { get; internal set; }

    /// <summary>As <see cref="TaskInfo.Resumes"/>.</summary>
    public long Resumes { get; internal set; }

    /// <summary>As <see cref="TaskInfo.UsedSeconds"/>.</summary>
    public double UsedSeconds { get; internal set; }

    /// <summary>As <see cref="TaskInfo.LongestSeconds"/>.</summary>
    public double LongestSeconds { get; internal set; }

    /// <summary>As <see cref="TaskInfo.Status"/>; null for nothing.</summary>
    public string? Status { get; internal set; }

    /// <summary>As <see cref="TaskInfo.LastFault"/>; null for none.</summary>
    public string? LastFault { get; internal set; }

    /// <summary>What it waits on.</summary>
    public WaitKind WaitKind { get; internal set; }

    /// <summary>The name of the event or lock, what a group is called, or the method that waits for something outside; null for nothing.</summary>
    public string? WaitDetail { get; internal set; }

    /// <summary>Source file of the await; empty when not known.</summary>
    public string WaitFile { get; internal set; }

    /// <summary>Its line; 0 when not known.</summary>
    public int WaitLine { get; internal set; }

    /// <summary>Since when it has waited there, on the loop's real clock, in seconds.</summary>
    public double WaitSince { get; internal set; }

    /// <summary>The time that ends the wait on <see cref="WaitClock"/>, in seconds, or the frame.</summary>
    public double WaitUntil { get; internal set; }

    /// <summary>The clock of a wait for a time; null for none.</summary>
    public LoopClock? WaitClock { get; internal set; }

    /// <summary>The task that is waited for, or that holds the lock; 0 for none.</summary>
    public int WaitTaskId { get; internal set; }
}
