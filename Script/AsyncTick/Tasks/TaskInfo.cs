using System.Diagnostics;

namespace AsyncTick;

/// <summary>One row of the task list, at one moment; may be kept and read on any thread.</summary>
[DebuggerDisplay("#{Id} {Name} {State}")]
public sealed record TaskInfo
{
    /// <summary>Unique within its loop, in order of start.</summary>
    public required int Id { get; init; }

    /// <summary>The name given at the start, or the source text that started it.</summary>
    public required string Name { get; init; }

    /// <summary>The task that started it; 0 for none.</summary>
    public int ParentId { get; init; }

    /// <summary>Its scope and the scopes above, with slashes.</summary>
    public required string ScopePath { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it was canceled, if it was.</summary>
    public CancelReason CancelReason { get; init; }

    /// <summary>Seconds of real time since its start, or until its end.</summary>
    public required double AgeSeconds { get; init; }

    /// <summary>The loop's frame in which it was started.</summary>
    public long StartFrame { get; init; }

    /// <summary>How often its code was resumed.</summary>
    public required long Resumes { get; init; }

    /// <summary>Game-thread time its code has used, in seconds. Short steps are measured several at a time and shared out equally.</summary>
    public required double UsedSeconds { get; init; }

    /// <summary>Its longest single step, in seconds.</summary>
    public required double LongestSeconds { get; init; }

    /// <summary>What it waits on.</summary>
    public TaskWait Wait { get; init; }

    /// <summary>The locks that it holds and where it took them, latest first; empty for none.</summary>
    public string Holds { get; init; } = "";

    /// <summary>What it says of itself (<see cref="Async.SetStatus"/>); empty for nothing.</summary>
    public string Status { get; init; } = "";

    /// <summary>Its last exception, in one line; empty for none.</summary>
    public string LastFault { get; init; } = "";

    /// <summary>Source file that started it.</summary>
    public string StartFile { get; init; } = "";

    /// <summary>Line that started it.</summary>
    public int StartLine { get; init; }
}
