namespace AsyncTick.Tests;

/// <summary>What an instruction's numbers refer to: rather what is new.</summary>
internal static class References
{
    private const int Tasks = 20;
    private const int Scopes = 8;

    /// <summary>A task's number; 0 when there is none yet.</summary>
    public static int Task(Op op, int started) => started == 0 ? 0 : started - (op.A % Math.Min(started, Tasks));

    /// <summary>A scope's number.</summary>
    public static int Scope(Op op, int made) => op.A == 0 ? StressProgram.RootScope : made - 1 - (op.A % Math.Min(made, Scopes));

    /// <summary>Which of the four clocks of a world.</summary>
    public static int Clock(Op op) => (op.B >> 1) & 3;
}
