using System.Diagnostics;

namespace AsyncTick;

/// <summary>What holds a loop's thread at one moment; may be kept and read on any thread.</summary>
[DebuggerDisplay("{Description} {Seconds} s")]
public sealed record ThreadHold
{
    /// <summary>As <see cref="TaskInfo.Id"/>; 0 for a callback or code of an ended task.</summary>
    public required int TaskId { get; init; }

    /// <summary>As <see cref="TaskInfo.Name"/>; empty when it is no task.</summary>
    public required string TaskName { get; init; }

    /// <summary>As <see cref="TaskInfo.ScopePath"/>.</summary>
    public required string ScopePath { get; init; }

    /// <summary>How long the step has run, in seconds of the machine's clock. The watchdog sees it some milliseconds late; in a loop without one it is seen only now.</summary>
    public required double Seconds { get; init; }

    /// <summary>Source file of the await that the step came from, or of the task's start when it has not waited yet; empty when not known.</summary>
    public required string File { get; init; }

    /// <summary>Its line; 0 when not known.</summary>
    public required int Line { get; init; }

    /// <summary>
    /// The line that blocks the thread, by which call, and what to await instead: <c>Guards.cs:14 by Task.Wait; await the task instead</c>. Empty when it computes, or blocks
    /// in a way that the loop does not see (sleeping, native code).
    /// </summary>
    public string BlockedAt { get; init; } = "";

    /// <summary>In words: <c>Task 'Patrol' (#7 in loop/Guards.cs), whose last wait was at Guards.cs:12</c>.</summary>
    public required string Description { get; init; }

    /// <summary><c>Guards.cs:12</c>, or empty when not known.</summary>
    public string Site => Line == 0 ? "" : FaultReport.Site(File, Line);
}
