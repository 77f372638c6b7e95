namespace AsyncTick;

/// <summary>How a loop's shutdown went.</summary>
/// <param name="Frames">Frames pumped while draining.</param>
/// <param name="Seconds">How long it took in real time.</param>
/// <param name="Survivors">Tasks that had not ended when the limit was reached; each was named in the log with what it awaits.</param>
public readonly record struct ShutdownReport(int Frames, double Seconds, IReadOnlyList<TaskInfo> Survivors)
{
    /// <summary>Whether everything ended in time.</summary>
    public bool IsClean => Survivors.Count == 0;
}
