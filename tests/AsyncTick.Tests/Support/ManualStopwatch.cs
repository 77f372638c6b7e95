namespace AsyncTick.Tests;

/// <summary>What a loop's budget is measured with when a test decides how long a step takes.</summary>
internal sealed class ManualStopwatch : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _ticks;

    public void Spend(double seconds) => _ticks += (long)(seconds * TimestampFrequency);

    public GameLoopOptions Options(double budgetSeconds = 0.004) => new() { Name = "test", Stopwatch = this, BudgetSeconds = budgetSeconds };
}
