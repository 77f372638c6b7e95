namespace AsyncTick;

/// <summary>
/// Measures steps without paying for a time stamp at each. A step is timed by itself unless its task's last
/// <see cref="LightStepsToTrust"/> steps were all short; up to <see cref="BatchLength"/> steps of such tasks share one stamp, and each
/// counts as what such steps take on average. Batches are long only while their steps take next to no time, so that a budget is kept. A batch that turns out slow ends that trust for a while.
/// </summary>
internal sealed class StepMeter
{
    public const int LightStepsToTrust = 16;

    /// <summary>Of a task that has been slow, or may have been: two minutes at 60 frames a second.</summary>
    public const int LightStepsToForgive = 8192;
    private const int ShortBatch = 16;
    private const int LongBatch = 64;
    private const double CalmStepSeconds = 0.5e-6;
    private const double LightStepSeconds = 20e-6;
    private const int DistrustedSteps = 4096;

    private static readonly object NoBatch = new();
    private static readonly object NoWorld = new();

    private readonly TimeProvider? _provider;
    private readonly long _lightTicks;
    private readonly long _slowTicks;
    private readonly long _calmTicks;
    private readonly double _secondsPerTick;
    private int _distrusted;
    private long _batchedSteps;
    private long _batchedTicks;

    public StepMeter(GameLoopOptions options)
    {
        _provider = options.Stopwatch == TimeProvider.System ? null : options.Stopwatch;
        _secondsPerTick = 1.0 / options.Stopwatch.TimestampFrequency;
        _lightTicks = FromSeconds(LightStepSeconds);
        _calmTicks = FromSeconds(CalmStepSeconds);
        _slowTicks = FromSeconds(options.SlowStepSeconds);
        BudgetTicks = FromSeconds(options.BudgetSeconds);
        Recorder = new FlightRecorder(options.RecorderSize);
        Regions = new LoopRegions(options.Regions);
    }

    public FlightRecorder Recorder { get; }

    public LoopRegions Regions { get; }

    public long BudgetTicks { get; private set; }

    /// <summary>Names the task that was seen to hold the thread since a time stamp; 0 when none was.</summary>
    public Func<long, int>? Holder { get; set; }

    /// <summary>Is told how long steps take.</summary>
    public TimeHistogram? Times { get; set; }

    /// <summary>What a record's key must be for its step to go without a look at its world and without a stamp of its own.</summary>
    public object BatchKey { get; private set; } = NoBatch;

    /// <summary>How many steps of trusted tasks share the next stamp.</summary>
    public int BatchLength { get; private set; } = ShortBatch;

    public long Steps { get; private set; }

    /// <summary>When the last stamp was taken.</summary>
    public long Last { get; private set; }

    /// <summary>How long ago that was: no less than the step that runs has taken.</summary>
    public double SecondsSinceLast => ToSeconds(Now() - Last);

    /// <summary>When the last batch began.</summary>
    public long BatchBegin { get; private set; }

    /// <summary>Whether tasks that have <see cref="LightStepsToTrust"/> light steps behind them go without a stamp of their own.</summary>
    public bool IsTrusting => _distrusted == 0;

    public void SetBudget(double seconds) => BudgetTicks = FromSeconds(seconds);

    public double ToSeconds(long ticks) => ticks * _secondsPerTick;

    /// <summary>Game-thread seconds of a task: its measured steps, and the others at the average of their kind.</summary>
    public double UsedSeconds(long measuredTicks, long resumes, long measuredSteps)
    {
        var average = _batchedSteps == 0 ? 0 : (double)_batchedTicks / _batchedSteps;
        return (measuredTicks + (Math.Max(0, resumes - measuredSteps) * average)) * _secondsPerTick;
    }

    public long Begin() => Last = Now();

    /// <summary>So many trusted steps ran since the last stamp. Returns their length when that is worth a warning, or 0.</summary>
    public long EndBatch(int steps)
    {
        var now = Now();
        var elapsed = now - Last;
        BatchBegin = Last;
        Last = now;
        Times?.Note(ToSeconds(elapsed), steps);
        if (elapsed >= _slowTicks && steps > 1)
        {
            Recorder.Hold(Holder?.Invoke(BatchBegin) ?? 0);
        }

        Recorder.Stamp(now);
        BatchLength = elapsed <= _calmTicks * steps ? LongBatch : ShortBatch;
        if (Accounting.IsOn)
        {
            Steps += steps;
        }

        if (elapsed <= _lightTicks * steps)
        {
            if (Accounting.IsOn)
            {
                _batchedSteps += steps;
                _batchedTicks += elapsed;
            }

            return 0;
        }

        _distrusted = DistrustedSteps;
        return elapsed >= _slowTicks ? elapsed : 0;
    }

    /// <summary>One step ran since the last stamp. Returns its length.</summary>
    public long EndStep()
    {
        var now = Now();
        var ticks = now - Last;
        Last = now;
        Recorder.Stamp(now);
        Regions.EndStep();
        Steps++;
        Times?.Note(ToSeconds(ticks));
        if (_distrusted > 0)
        {
            _distrusted--;
        }

        return ticks;
    }

    /// <summary>Has the recorder know the time where no step is timed: at both ends of a start between frames.</summary>
    public void StampBetweenFrames()
    {
        if (Recorder.IsOn)
        {
            Recorder.Stamp(Now());
        }
    }

    /// <summary>Whether a step is one of those that earn trust.</summary>
    public bool IsLight(long ticks) => ticks <= _lightTicks;

    /// <summary>Whether a step is worth a warning.</summary>
    public bool IsSlow(long ticks) => ticks >= _slowTicks;

    /// <summary>To be called when a step is over or the world has changed: which key a record must have to be stepped in a batch.</summary>
    public void ChooseBatchKey(object? world)
    {
        var key = IsTrusting ? BatchKeyOf(world) : NoBatch;
        if (!ReferenceEquals(key, BatchKey))
        {
            BatchKey = key;
        }
    }

    /// <summary>The key of trusted tasks of a world.</summary>
    public static object BatchKeyOf(object? world) => world ?? NoWorld;

    private long FromSeconds(double seconds) => (long)Math.Min(seconds / _secondsPerTick, long.MaxValue / 4);

    private long Now() => _provider is null ? System.Diagnostics.Stopwatch.GetTimestamp() : _provider.GetTimestamp();
}
