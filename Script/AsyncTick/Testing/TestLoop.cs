using System.Diagnostics;
using System.Globalization;

namespace AsyncTick.Testing;

/// <summary>
/// A loop on virtual time for tests: the same pump as everywhere, but a frame happens when the test says so and lasts as long as
/// the test says, with every <see cref="Phase"/> in it. Disposing it fails when tasks are left. Use it on one thread.
/// </summary>
[DebuggerDisplay("{Now} s, frame {Loop.FrameNumber}, {Loop.Tasks.Count} tasks")]
public sealed class TestLoop : IDisposable
{
    private const int MaxRows = 100;
    private const int RecorderEntries = 4096;
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();
    private static readonly TimeSpan DefaultRealLimit = TimeSpan.FromSeconds(15);
    private VirtualTime _now;
    private readonly PostIntake _posts = new();
    private VirtualTime _gameNow;
    private bool _disposed;

    /// <summary>Makes a loop at time 0.</summary>
    /// <param name="options">
    /// As for any loop; its log is replaced by <see cref="Log"/>. A budget and a slow-step limit that are not set are made so long that a busy
    /// machine does not show in a test, and short enough that a coroutine which never stops does not hang it. A recorder of the size that loops have
    /// by default is made small.
    /// </param>
    public TestLoop(GameLoopOptions? options = null)
    {
        Log = new TestLog();
        Loop = new GameLoop(Unhurried(Small(options ?? new GameLoopOptions { Name = "test", RepeatSeconds = 0 })) with { Log = Log });
        _posts.Loop = Loop;
        ((LoopTimeProvider)Loop.TimeProvider).Begin();
        Array.ForEach(Phases, phase => Loop.Phases.Offer(phase));
    }

    /// <summary>The loop.</summary>
    public GameLoop Loop { get; }

    /// <summary>What was logged.</summary>
    public TestLog Log { get; }

    /// <summary>How long a frame lasts, in seconds, unless said otherwise.</summary>
    public double FrameSeconds { get; init; } = 1.0 / 60;

    /// <summary>Shuffles posts of other threads as far as a loop leaves their order open, each thread's own being kept; the same seed shuffles the same posts alike. See <see cref="ForSeeds"/>.</summary>
    public int Seed
    {
        init => (KeepsPosts, _posts.Random) = (true, new Random(value));
    }

    /// <summary>Has posts of other threads taken in the order of another run of the same program, and waits for those that come later than they did; null for the order in which they come.</summary>
    public PostOrder? Repeat
    {
        init => (KeepsPosts, _posts.Repeated) = (KeepsPosts || value is not null, value);
    }

    /// <summary>Whether <see cref="Posts"/> is kept, as with <see cref="Seed"/> and <see cref="Repeat"/> it always is.</summary>
    public bool KeepsPosts
    {
        get => Loop.Watch.Posts.Intake is not null;
        init => Loop.Watch.Posts.Intake = value ? _posts : null;
    }

    /// <summary>In which order posts of other threads were taken so far; see <see cref="KeepsPosts"/>.</summary>
    public PostOrder Posts => _posts.Order;

    /// <summary>How fast game time passes against real time; 0 is a pause.</summary>
    public double TimeDilation { get; set; } = 1;

    /// <summary>Virtual time in seconds.</summary>
    public double Now => _now.Seconds;

    /// <summary>Virtual game time in seconds.</summary>
    public double GameNow => _gameNow.Seconds;

    /// <summary>Pumps <paramref name="frames"/> frames of <paramref name="seconds"/> each. Returns what the last one did. Frames add up exactly: sixty of a sixtieth are a second.</summary>
    public PumpResult Step(int frames = 1, double? seconds = null)
    {
        var result = PumpResult.Idle;
        for (var i = 0; i < frames; i++)
        {
            result = Pump(seconds ?? FrameSeconds);
        }

        return result;
    }

    /// <summary>Lets <paramref name="seconds"/> pass, frame by frame, so that waits end in order; the last frame falls on the very end.</summary>
    public void Advance(double seconds)
    {
        var end = _now + seconds;
        while (_now + FrameSeconds < end)
        {
            Pump(FrameSeconds);
        }

        PumpAt(end, (end - _now).Seconds);
    }

    /// <summary>
    /// Pumps frames that take no time until nothing is ready, no task waits for a frame, and no code is on another thread by way of
    /// <see cref="Async.SwitchToThreadPool"/> or <see cref="Async.RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/>; waits for a time stay, and so do
    /// waits for other libraries' threads, for which there is <see cref="PumpUntil"/>. Returns how many frames had work.
    /// </summary>
    /// <exception cref="TestLoopException">There was still work after <paramref name="maxFrames"/>, or code was on another thread for 15 s of real time (not under a debugger).</exception>
    public int RunUntilIdle(int maxFrames = 1000)
    {
        var frames = 0;
        var isAway = Stopwatch.GetTimestamp();
        while (true)
        {
            // In this order: what comes back meanwhile has been posted before it is no longer counted.
            var offThread = Loop.Stats.OffThread;
            var result = Pump(0);
            var stats = Loop.Stats;
            var isIdle = stats.Ready == 0 && stats.WaitingForFrame == 0;
            if (isIdle && offThread == 0 && stats.OffThread == 0)
            {
                return Math.Max(1, frames + (result == PumpResult.Idle ? 0 : 1));
            }

            if (!isIdle || result != PumpResult.Idle)
            {
                isAway = Stopwatch.GetTimestamp();
                if (++frames >= maxFrames)
                {
                    throw new TestLoopException($"The loop was still busy after {maxFrames} frames.", Table());
                }
            }
            else if (Stopwatch.GetElapsedTime(isAway) > DefaultRealLimit && !Debugger.IsAttached)
            {
                throw new TestLoopException(string.Create(CultureInfo.InvariantCulture, $"Code of {offThread} task(s) was still on another thread after {DefaultRealLimit.TotalSeconds:0.#} s."), Table());
            }
            else
            {
                Thread.Sleep(0);
            }
        }
    }

    /// <summary>
    /// Pumps until <paramref name="condition"/> holds, for work that other threads or processes do: virtual time passes as usual, real time is
    /// limited (not under a debugger).
    /// </summary>
    /// <param name="condition">Asked before each frame.</param>
    /// <param name="realLimit">How long to wait at most; 15 s when not said.</param>
    /// <param name="frameSeconds">How long a frame lasts, as in <see cref="Step"/>; with 0 virtual time stands still meanwhile.</param>
    /// <exception cref="TestLoopException">The real-time limit was reached; the message holds the task list.</exception>
    public void PumpUntil(Func<bool> condition, TimeSpan? realLimit = null, double? frameSeconds = null)
    {
        var limit = realLimit ?? DefaultRealLimit;
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit && !Debugger.IsAttached)
            {
                throw new TestLoopException(string.Create(CultureInfo.InvariantCulture, $"The condition did not hold within {limit.TotalSeconds:0.#} s."), Table());
            }

            if (Step(seconds: frameSeconds) == PumpResult.Idle)
            {
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Starts a task and pumps until it ends; throws what it throws.</summary>
    public void Run(Func<Task> body, TimeSpan? realLimit = null)
    {
        Task task = Loop.Start(body, "test");
        PumpUntil(() => task.IsCompleted, realLimit);
#pragma warning disable VSTHRD002 // The task has ended; this takes its outcome.
        task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        Step();
    }

    /// <summary>Runs a test once for each seed from 1 to <paramref name="count"/>, with a loop of its own that shuffles by it.</summary>
    /// <exception cref="TestLoopException">The test has failed: with which seed, and what the order of posts was.</exception>
    public static void ForSeeds(int count, Action<TestLoop> test, GameLoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        for (var seed = 1; seed <= count; seed++)
        {
            var loop = new TestLoop(options) { Seed = seed };
            try
            {
                test(loop);
                loop.Dispose();
            }
            catch (Exception fault)
            {
                loop._disposed = true;
                loop.Loop.Dispose();
                throw new TestLoopException($"It failed with seed {seed}; new TestLoop {{ Seed = {seed} }} repeats it. {ExceptionText.Message(fault)}\nThe order of posts was:", loop.Posts.ToString(), fault);
            }
        }
    }

    /// <summary>The live task list as text.</summary>
    public string Table() => Table(Loop.Tasks.Snapshot());

    /// <summary>Ends the loop.</summary>
    /// <exception cref="TestLoopException">Tasks were left running; they have been canceled.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        var left = Loop.Tasks.Snapshot();
        Loop.Dispose();
        if (left.Count > 0)
        {
            throw new TestLoopException($"{left.Count} task(s) were left running at the end of the test.", Table(left));
        }
    }

    private static string Table(IReadOnlyList<TaskInfo> tasks) =>
        tasks.Count <= MaxRows ? TaskTable.Format(tasks) : $"{TaskTable.Format([.. tasks.Take(MaxRows)])}\n... and {tasks.Count - MaxRows} more";

    // A suite makes thousands of loops.
    private static GameLoopOptions Small(GameLoopOptions options) =>
        options.RecorderSize == new GameLoopOptions().RecorderSize ? options with { RecorderSize = RecorderEntries } : options;

    // With a stopwatch of the test's own, nothing but the test spends the budget.
    private static GameLoopOptions Unhurried(GameLoopOptions options)
    {
        if (options.Stopwatch != TimeProvider.System)
        {
            return options;
        }

        var standard = new GameLoopOptions();
        return options with
        {
            BudgetSeconds = options.BudgetSeconds == standard.BudgetSeconds ? 1 : options.BudgetSeconds,
            SlowStepSeconds = options.SlowStepSeconds == standard.SlowStepSeconds ? 5 : options.SlowStepSeconds,
        };
    }

    private PumpResult Pump(double seconds) => PumpAt(_now + seconds, seconds);

    private PumpResult PumpAt(VirtualTime now, double seconds)
    {
        _gameNow += seconds * TimeDilation;
        _now = now;
        if (_posts.BeginFrame())
        {
            // An idle frame would not wait for it.
            Loop.RingDoorbell();
        }

        var time = new FrameTime(Now, GameNow);
        Loop.SetTime(time);
        foreach (var phase in Phases.AsSpan(..^1))
        {
            PumpIfAwaited(phase);
        }

        var result = Loop.Pump(time);
        PumpIfAwaited(Phase.EndOfFrame);
        return result;
    }

    private void PumpIfAwaited(Phase phase)
    {
        if (Loop.Phases.CountWaiting(phase) > 0)
        {
            Loop.Pump(phase);
        }
    }
}
