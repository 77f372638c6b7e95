namespace AsyncTick;

/// <summary>What a task waits on.</summary>
/// <param name="Kind">The kind of wait.</param>
/// <param name="Description">In words: <c>delay, 1.2 s left</c>.</param>
/// <param name="File">Source file of the await, as the compiler gave it; empty when not known.</param>
/// <param name="Line">Its line; 0 when not known.</param>
/// <param name="Seconds">How long it has waited there, in seconds of real time.</param>
public readonly record struct TaskWait(WaitKind Kind, string Description, string File, int Line, double Seconds)
{
    /// <summary><c>Timers.cs:12</c>, or empty when not known.</summary>
    public string Site => Line == 0 ? "" : FaultReport.Site(File, Line);

    /// <summary>How to make a wait end with its task that does not, as a sentence after a blank; empty where the loop's own wait ends anyhow.</summary>
    internal string Remedy => Kind == WaitKind.Outside ? " With .InScope() on what is awaited there, the wait ends with the task." : "";

    /// <inheritdoc/>
    public override string ToString() =>
        Line == 0 ? Description : Kind is WaitKind.Lock or WaitKind.Semaphore ? $"{Description}, awaited at {Site}" : $"{Description} at {Site}";
}
