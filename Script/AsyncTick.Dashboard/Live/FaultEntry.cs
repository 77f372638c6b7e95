namespace AsyncTick.Dashboard;

/// <summary>A fault as the page shows it; the same one again is counted here.</summary>
internal sealed record FaultEntry
{
    public required int Number { get; init; }

    /// <summary>The method and the instruction that threw.</summary>
    public required string Place { get; init; }

    public required string Type { get; init; }

    public required string Message { get; init; }

    public required string Stack { get; init; }

    /// <summary>The task that it happened in last.</summary>
    public int TaskId { get; set; }

    public string TaskName { get; set; } = "";

    public string ScopePath { get; set; } = "";

    public int Count { get; set; }

    public DateTimeOffset LastAt { get; set; }

    /// <summary>The book's version when this last changed.</summary>
    public long Version { get; set; }
}
