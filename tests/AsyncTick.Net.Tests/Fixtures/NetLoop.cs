using System.Diagnostics;
using AsyncTick.Testing;

namespace AsyncTick.Net.Tests;

/// <summary>
/// A loop on real time for tests that talk to other processes: pumps on the calling thread, every wait has a limit, and the end
/// of the test fails when a task is left.
/// </summary>
public sealed class NetLoop : IDisposable
{
    private readonly Stopwatch _time = Stopwatch.StartNew();

    public NetLoop(double budgetSeconds = 0.004)
    {
        Loop = new GameLoop(new GameLoopOptions { Name = "net test", Log = Log, BudgetSeconds = budgetSeconds });
    }

    public TestLog Log { get; } = new();

    /// <summary>Errors and warnings, but for those of a first call that the JIT compiles, which hold the thread on a busy machine.</summary>
    public IEnumerable<string> Complaints => Log.Errors.Concat(Log.Warnings).Where(line => !line.Contains("held the game thread", StringComparison.Ordinal));

    public GameLoop Loop { get; }

    /// <summary>Real frames per second; 0 pumps as soon as there is something to do.</summary>
    public double FramesPerSecond { get; set; }

    public double Now => _time.Elapsed.TotalSeconds;

    /// <summary>Seconds of the thread's own processor time that each frame took, when asked for.</summary>
    public List<double>? FrameSeconds { get; set; }

    /// <summary>Seconds of garbage collection in each frame, when asked for.</summary>
    public List<double>? FramePauses { get; set; }

    /// <summary>Bytes that this thread has allocated in frames.</summary>
    public long FrameBytes { get; private set; }

    public void Frame()
    {
        var start = Stopwatch.GetTimestamp();
        var work = FrameSeconds is null ? 0 : ThreadTime.Seconds;
        var pause = GC.GetTotalPauseDuration();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var result = Loop.Pump(new FrameTime(Now));
        FrameBytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
        FrameSeconds?.Add(ThreadTime.Seconds - work);
        FramePauses?.Add((GC.GetTotalPauseDuration() - pause).TotalSeconds);
        if (FramesPerSecond > 0)
        {
            var rest = TimeSpan.FromSeconds(1 / FramesPerSecond) - Stopwatch.GetElapsedTime(start);
            if (rest > TimeSpan.Zero)
            {
                Thread.Sleep(rest);
            }
        }
        else if (result == PumpResult.Idle)
        {
            Thread.Sleep(1);
        }
    }

    public void PumpUntil(Func<bool> condition, double limitSeconds = 15)
    {
        var started = Now;
        while (!condition())
        {
            if (Now - started > limitSeconds && !Debugger.IsAttached)
            {
                var log = string.Join("\n", Log.Lines.TakeLast(20).Select(line => $"{line.Verbosity}: {line.Text}"));
                Assert.Fail($"The condition did not hold within {limitSeconds} s.\n{TaskTable.Format(Loop.Tasks.Snapshot())}\nLog:\n{log}");
            }

            Frame();
        }
    }

    public void PumpFor(double seconds)
    {
        var end = Now + seconds;
        while (Now < end)
        {
            Frame();
        }
    }

    /// <summary>Runs a task to its end and throws what it throws.</summary>
    public void Run(Func<Task> body, double limitSeconds = 30)
    {
        Task task = Loop.Start(body, "test");
        PumpUntil(() => task.IsCompleted, limitSeconds);
        Frame();
        task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Cancels a scope and answers how many 60 Hz frames it took until nothing was left in it. The frame in which it is
    /// canceled is the first.
    /// </summary>
    public int FramesToEnd(TaskScope scope)
    {
        FramesPerSecond = 60;
        scope.Cancel();
        var frames = 0;
        while (!scope.IsEmpty)
        {
            Assert.That(frames, Is.LessThan(300), () => TaskTable.Format(Loop.Tasks.Snapshot()));
            Frame();
            frames++;
        }

        FramesPerSecond = 0;
        return frames;
    }

    /// <summary>
    /// Holds that canceling ends everything within two frames. Tried up to five times: the first cancellation of a process
    /// pays for the JIT, and other programs may hold the processor; a real third frame would be there each time.
    /// </summary>
    /// <param name="setUp">Starts something in the scope and returns when it is well under way.</param>
    public static void AssertEndsWithinTwoFrames(Action<NetLoop, TaskScope> setUp)
    {
        var counts = new List<int>();
        do
        {
            using var loop = new NetLoop();
            var scope = loop.Loop.RootScope.CreateChild("to be canceled");
            setUp(loop, scope);
            counts.Add(loop.FramesToEnd(scope));
        }
        while (counts[^1] > 2 && counts.Count < 5);

        TestContext.Out.WriteLine($"frames until everything had ended: {string.Join(", ", counts)}");
        Assert.That(counts[^1], Is.LessThanOrEqualTo(2));
    }

    /// <summary>Holds that something takes less than a second of real time. Tried up to three times: other programs may hold the processor.</summary>
    /// <param name="measure">Does it, and answers how many seconds it took.</param>
    public static void AssertWithinASecond(Func<double> measure)
    {
        var seconds = new List<double>();
        do
        {
            seconds.Add(measure());
        }
        while (seconds[^1] >= 1 && seconds.Count < 3);

        TestContext.Out.WriteLine($"seconds: {string.Join(", ", seconds.Select(static each => $"{each:0.00}"))}");
        Assert.That(seconds[^1], Is.LessThan(1));
    }

    public void Dispose()
    {
        var left = Loop.Tasks.Snapshot();
        Loop.Dispose();
        Assert.That(left, Is.Empty, () => "tasks left behind:\n" + TaskTable.Format(left));
    }
}
