using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Measures steps without paying for a time stamp at each. A step is timed by itself unless its task's last
/// <see cref="LightStepsToTrust"/> steps were all short; up to <see cref="BatchLength"/> steps of such tasks share one stamp, and each
/// is charged what the steps of the last batch took on average. A batch that turns out slow ends that trust for a while.
/// </summary>
internal sealed class StepMeter
{
    public const int LightStepsToTrust = 16;
    public const int BatchLength = 8;
    private const double LightStepSeconds = 20e-6;
    private const int DistrustedSteps = 4096;

    private readonly TimeProvider? _provider;
    private readonly long _lightTicks;
    private readonly long _slowTicks;
    private readonly double _secondsPerTick;
    private int _batched;
    private int _distrusted;
    private int _trustAt = LightStepsToTrust;
    private long _averageTicks;

    public StepMeter(GameLoopOptions options)
    {
        _provider = options.Stopwatch == TimeProvider.System ? null : options.Stopwatch;
        _secondsPerTick = 1.0 / options.Stopwatch.TimestampFrequency;
        _lightTicks = FromSeconds(LightStepSeconds);
        _slowTicks = FromSeconds(options.SlowStepSeconds);
        BudgetTicks = FromSeconds(options.BudgetSeconds);
    }

    public long BudgetTicks { get; }

    public long Steps { get; private set; }

    /// <summary>When the last stamp was taken.</summary>
    public long Last { get; private set; }

    public double ToSeconds(long ticks) => ticks * _secondsPerTick;

    public long Begin() => Last = Now();

    /// <summary>Whether the next step of <paramref name="record"/> needs no stamp of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Trusts(TaskRecord record) => record.LightSteps >= _trustAt;

    /// <summary>A step of <paramref name="record"/> ran. True when a stamp was taken: look at the budget.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EndStep(TaskRecord record, out long slowTicks)
    {
        if (Trusts(record))
        {
            record.UsedTicks += _averageTicks;
            slowTicks = 0;
            return ++_batched == BatchLength && CloseBatch(out slowTicks);
        }

        return EndMeasuredStep(record, out slowTicks);
    }

    /// <summary>Ends a batch that is not full. True when there was one; <paramref name="slowTicks"/> is its length when that is worth a warning, or 0.</summary>
    public bool CloseBatch(out long slowTicks)
    {
        slowTicks = 0;
        if (_batched == 0)
        {
            return false;
        }

        var now = Now();
        var elapsed = now - Last;
        Last = now;
        Steps += _batched;
        _averageTicks = elapsed / _batched;
        if (_averageTicks > _lightTicks)
        {
            _distrusted = DistrustedSteps;
            _trustAt = int.MaxValue;
            if (elapsed >= _slowTicks)
            {
                slowTicks = elapsed;
            }
        }

        LastBatch = _batched;
        _batched = 0;
        return true;
    }

    /// <summary>How many steps the batch that was closed last had.</summary>
    public int LastBatch { get; private set; }

    private bool EndMeasuredStep(TaskRecord record, out long slowTicks)
    {
        slowTicks = 0;
        var now = Now();
        var ticks = now - Last;
        Last = now;
        Steps += _batched + 1;
        LastBatch = 1;
        _batched = 0;
        record.UsedTicks += ticks;
        record.LongestTicks = Math.Max(record.LongestTicks, ticks);
        if (_distrusted > 0 && --_distrusted == 0)
        {
            _trustAt = LightStepsToTrust;
        }

        if (ticks > _lightTicks)
        {
            record.LightSteps = 0;
            if (ticks >= _slowTicks)
            {
                slowTicks = ticks;
            }
        }
        else if (record.LightSteps < LightStepsToTrust)
        {
            record.LightSteps++;
        }

        return true;
    }

    private long FromSeconds(double seconds) => (long)Math.Min(seconds / _secondsPerTick, long.MaxValue / 4);

    private long Now() => _provider is null ? System.Diagnostics.Stopwatch.GetTimestamp() : _provider.GetTimestamp();
}
