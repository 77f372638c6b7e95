using System.Diagnostics;

namespace AsyncTick;

/// <summary>One thing that happened on a loop, as <see cref="LoopRecording.Events"/> tells it. Immutable; any thread.</summary>
[DebuggerDisplay("{Kind} #{TaskId} frame {Frame}")]
public readonly record struct RecordedEvent
{
    /// <summary>What it is.</summary>
    public RecordedKind Kind { get; init; }

    /// <summary>The frame in which it was; of what happened between frames, the one before.</summary>
    public long Frame { get; init; }

    /// <summary>When it began, in seconds of the loop's stopwatch.</summary>
    public double Begin { get; init; }

    /// <summary>How long it took, in seconds; 0 of what takes no time. Steps that share a time stamp have equal parts of it: see <see cref="Sharers"/>.</summary>
    public double Seconds { get; init; }

    /// <summary>
    /// Of how many steps the time was measured together; 1 when it is the step's own, 0 when it is no step. When one of them must have taken it all, the others
    /// have none, and if it is not known which, a step of no task has it.
    /// </summary>
    public int Sharers { get; init; }

    /// <summary>Whose it is; 0 for no task.</summary>
    public int TaskId { get; init; }

    /// <summary>The file of the wait that a step comes from, or of a start; empty when not known.</summary>
    public string File { get; init; }

    /// <summary>The line in <see cref="File"/>; 0 when not known.</summary>
    public int Line { get; init; }

    /// <summary>What made a step's task ready.</summary>
    public WakerKind WakerKind { get; init; }

    /// <summary>The task that did (<see cref="WakerKind.Task"/>, <see cref="WakerKind.Cancel"/>), or started it (<see cref="WakerKind.Start"/>); the managed thread that posted (<see cref="WakerKind.Post"/>, <see cref="RecordedKind.Post"/>).</summary>
    public int WakerId { get; init; }

    /// <summary>Where among the events the waking step is; negative when it is none, or too long ago.</summary>
    public int WakerEvent { get; init; }

    /// <summary>How a task ended (<see cref="RecordedKind.End"/>).</summary>
    public TaskState State { get; init; }

    /// <summary>Why it was asked to end (<see cref="RecordedKind.Cancel"/>).</summary>
    public CancelReason Reason { get; init; }

    /// <summary>The exception of a fault, the words of a mark, the name of a task that ended, and of a step that may have taken the time of several the words for that; empty otherwise.</summary>
    public string Text { get; init; }

    /// <summary>Of a frame: the entries that were ready or waited for it. Of a collection: the oldest generation.</summary>
    public int Count { get; init; }

    /// <summary>Of a frame: what its budget left over.</summary>
    public int Backlog { get; init; }

    /// <summary>Of a frame: its budget in seconds.</summary>
    public double Budget { get; init; }

    /// <summary>When it was over.</summary>
    public double End => Begin + Seconds;
}
