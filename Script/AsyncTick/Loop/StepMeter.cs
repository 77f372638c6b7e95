using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Measures steps without paying for a time stamp at each. A step is timed by itself unless it is the plain next-frame resume of a
/// task whose last <see cref="LightStepsToTrust"/> steps were all short; up to <see cref="BatchLength"/> of those share one stamp
/// and one equal part of the time each. One that turns long costs its whole batch that trust.
/// </summary>
internal sealed class StepMeter
{
    public const int LightStepsToTrust = 16;
    private const int BatchLength = 8;
    private const double LightStepSeconds = 20e-6;

    private readonly TimeProvider? _provider;
    private readonly long _lightTicks;
    private readonly long _slowTicks;
    private readonly double _secondsPerTick;
    private readonly TaskRecord[] _batch = new TaskRecord[BatchLength];
    private int _batched;
    private long _last;

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
    public long Last => _last;

    public double ToSeconds(long ticks) => ticks * _secondsPerTick;

    public long FromSeconds(double seconds) => (long)Math.Min(seconds / _secondsPerTick, long.MaxValue / 4);

    public long Begin() => _last = Now();

    /// <summary>A trusted step ran. True when the batch is full: call <see cref="CloseBatch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AddToBatch(TaskRecord record)
    {
        _batch[_batched++] = record;
        return _batched == BatchLength;
    }

    public void CloseBatch()
    {
        var count = _batched;
        if (count == 0)
        {
            return;
        }

        var now = Now();
        var share = (now - _last) / count;
        _last = now;
        _batched = 0;
        Steps += count;
        var isLight = share <= _lightTicks;
        foreach (var record in _batch.AsSpan(0, count))
        {
            record.UsedTicks += share;
            record.LongestTicks = Math.Max(record.LongestTicks, share);
            if (!isLight)
            {
                record.LightSteps = 0;
            }
        }
    }

    /// <summary>One step ran since the last stamp. True when it was slow enough to be named; <paramref name="ticks"/> is its length.</summary>
    public bool CloseStep(TaskRecord record, out long ticks)
    {
        var now = Now();
        ticks = now - _last;
        _last = now;
        Steps++;
        record.UsedTicks += ticks;
        record.LongestTicks = Math.Max(record.LongestTicks, ticks);
        if (ticks > _lightTicks)
        {
            record.LightSteps = 0;
            return ticks >= _slowTicks;
        }

        if (record.LightSteps < LightStepsToTrust)
        {
            record.LightSteps++;
        }

        return false;
    }

    private long Now() => _provider is null ? System.Diagnostics.Stopwatch.GetTimestamp() : _provider.GetTimestamp();
}
