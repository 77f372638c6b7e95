namespace AsyncTick.Tests;

/// <summary>That an instruction was done, in the order in which all of them were.</summary>
/// <param name="Who">The task's number; below 0 a posted callback's; 0 for the host.</param>
/// <param name="Place">Which instruction; in a cleanup counted from <see cref="Cleanup"/>.</param>
/// <param name="How">What came of it.</param>
internal readonly record struct Mark(int Who, int Place, int How)
{
    public const int Cleanup = 1000;

    public const int Done = 0;
    public const int Canceled = -1;
    public const int Skipped = -2;
    public const int Refused = -3;
    public const int Tick = -4;
    public const int Asked = -5;

    // Above 0: the number of the fault.
    public override string ToString()
    {
        var who = Who > 0 ? $"task {Who}" : Who < 0 ? $"post {-Who}" : "host";
        var how = How switch
        {
            Done => "done",
            Canceled => "canceled",
            Skipped => "skipped",
            Refused => "refused",
            Tick => "tick",
            Asked => "asked",
            _ => $"fault {How}",
        };
        return $"{who}, {(Place >= Cleanup ? $"cleanup {Place - Cleanup}" : $"{Place}")}: {how}";
    }
}
