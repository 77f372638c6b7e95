namespace AsyncTick;

/// <summary>How a loop behaves. Read once, when the loop is made.</summary>
public sealed record GameLoopOptions
{
    /// <summary>What the loop is called in the log and in task lists.</summary>
    public string Name { get; init; } = "main";

    /// <summary>Where log lines go; standard error when not set.</summary>
    public ILogSink? Log { get; init; }

    /// <summary>How long one frame's ready work may take, in seconds; at least one entry runs each frame, however small this is.</summary>
    public double BudgetSeconds { get; init; } = 0.004;

    /// <summary>A step longer than this, in seconds, is named in the log.</summary>
    public double SlowStepSeconds { get; init; } = 0.008;

    /// <summary>
    /// When a task has held the loop's thread this long, in seconds, a watchdog thread says so while it still does; 0 for no such thread. A
    /// host that a person works with sets it to 1. The thread also tells whose step was slow where steps are not timed one by one.
    /// </summary>
    public double WatchdogSeconds { get; init; }

    /// <summary>Faults, slow steps and tasks that do not end, of which more come within this time, in seconds, are told in one line at its end; the first always comes at once. 0 writes each.</summary>
    public double RepeatSeconds { get; init; } = 2;

    /// <summary>How long a canceled task may take to end, in seconds of real time, before the log names it and what it awaits.</summary>
    public double GraceSeconds { get; init; } = 2;

    /// <summary>A frame that comes later than this after the last one, in seconds of real time, is reported (modal dialog, blocking load).</summary>
    public double GapSeconds { get; init; } = 2;

    /// <summary>How many ended tasks the registry remembers, in memory that is taken when the loop is made: at most 1,048,576, some 130 MiB; 0 for none.</summary>
    public int HistoryLength { get; init; } = 64;

    /// <summary>How many entries of eight bytes <see cref="GameLoop.Recorder"/> keeps, rounded up to a power of two: at most <see cref="FlightRecorder.LargestSize"/>; 0 for none.</summary>
    public int RecorderSize { get; init; } = 65_536;

    /// <summary>A profiler of the host's that shows regions of time, told while <see cref="GameLoop.Regions"/> is switched on.</summary>
    public IRegionSink? Regions { get; init; }

    /// <summary>What budgets and slices are measured with. Tests bring a provider of their own; only <see cref="TimeProvider.GetTimestamp"/> is used.</summary>
    public TimeProvider Stopwatch { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether the loop may look into private parts of .NET, which makes resumes faster and task lists richer; each is left out by itself where
    /// a runtime does not have it. Set to false, or for the whole process with the environment variable <c>ASYNCTICK_RUNTIME_INTERNALS=0</c>, which no
    /// program can overrule, the loop uses public parts only: everything that this documentation promises holds all the same, with two exceptions. Of a task
    /// that waits for something outside the loop, lists show the last wait with the loop. And a failed task whose plain
    /// <see cref="System.Threading.Tasks.Task"/> was handed out is reported when the collector finds that nothing has looked at its exception
    /// (as asyncio does), instead of at the end of the frame.
    /// </summary>
    public bool UseRuntimeInternals
    {
        get;
        init => field = value && AllowsRuntimeInternals;
    } = AllowsRuntimeInternals;

    /// <exception cref="ArgumentOutOfRangeException">A limit is no number, one that has to be positive is negative, or a size is negative or too large.</exception>
    internal void Verify()
    {
        ReadOnlySpan<(double Seconds, string Name)> limits =
        [
            (BudgetSeconds, nameof(BudgetSeconds)), (GraceSeconds, nameof(GraceSeconds)), (SlowStepSeconds, nameof(SlowStepSeconds)),
            (WatchdogSeconds, nameof(WatchdogSeconds)), (RepeatSeconds, nameof(RepeatSeconds)), (GapSeconds, nameof(GapSeconds)),
        ];
        if (HistoryLength is < 0 or > TaskHistory.LargestLength)
        {
            throw new ArgumentOutOfRangeException(nameof(HistoryLength), HistoryLength, $"A loop remembers 0 to {TaskHistory.LargestLength} ended tasks; to keep more, take what is needed of each from TaskRegistry.Ended.");
        }

        FlightRecorder.Verify(RecorderSize, nameof(RecorderSize));
        foreach (var (seconds, name) in limits)
        {
            if (!(seconds >= 0))
            {
                throw new ArgumentOutOfRangeException(name, seconds, "A limit of a loop is a number of seconds, 0 or more; double.PositiveInfinity for none.");
            }
        }
    }

    private static bool AllowsRuntimeInternals => Environment.GetEnvironmentVariable("ASYNCTICK_RUNTIME_INTERNALS") != "0";

    /// <summary>Called on the loop's thread before a step whose scope belongs to another world than the last step's (<see cref="TaskScope.World"/>).</summary>
    public Action<object?>? CurrentWorldChanged { get; init; }

    /// <summary>Where <see cref="Async.RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/> runs work when no executor is named; the thread pool when not set.</summary>
    public IExecutor? DefaultExecutor { get; init; }
}
