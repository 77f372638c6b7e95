namespace AsyncTick.Scripting;

/// <summary>Faults of the same type from the same callers, whose messages differ by numbers and ids at most, counted. A copy, of the moment at which it was read; any thread.</summary>
public sealed record FaultGroup
{
    internal FaultGroup()
    {
    }

    /// <summary>The number of its first fault.</summary>
    public required int Number { get; init; }

    /// <summary>The exception's type, with its namespace.</summary>
    public required string Type { get; init; }

    /// <summary>The message of the last one.</summary>
    public string Message { get; private set; } = "";

    /// <summary>The text of one of them with its stack; null when there were too many different faults at once to put it into words.</summary>
    public string? Stack { get; internal set; }

    /// <summary>The task that it happened in last; 0 for code of no task.</summary>
    public int TaskId { get; private set; }

    /// <summary>The name of that task.</summary>
    public string TaskName { get; private set; } = "";

    /// <summary>The path of that task's scope.</summary>
    public string ScopePath { get; private set; } = "";

    /// <summary>How often it happened.</summary>
    public int Count { get; private set; }

    /// <summary>When it happened last.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>The messages without what is a number or an id in them.</summary>
    internal string Pattern { get; init; } = "";

    /// <summary>A hash of the methods on the stack and the places in them.</summary>
    internal int Callers { get; init; }

    /// <summary>The log's version when this last changed.</summary>
    internal long Version { get; private set; }

    internal void Note(TaskFault fault, string message, long version)
    {
        Count++;
        Message = message;
        TaskId = fault.TaskId;
        TaskName = fault.TaskName;
        ScopePath = fault.ScopePath;
        LastAt = DateTimeOffset.UtcNow;
        Version = version;
    }
}
