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

    public GameLoop Loop { get; }

    /// <summary>Real frames per second; 0 pumps as soon as there is something to do.</summary>
    public double FramesPerSecond { get; set; }

    public double Now => _time.Elapsed.TotalSeconds;

    /// <summary>Seconds each frame took, when asked for.</summary>
    public List<double>? FrameSeconds { get; set; }

    public void Frame()
    {
        var start = Stopwatch.GetTimestamp();
        var result = Loop.Pump(new FrameTime(Now));
        FrameSeconds?.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
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
        task.GetAwaiter().GetResult();
        Frame();
    }

    /// <summary>Cancels everything and answers how many frames of 60 Hz it took until nothing was left.</summary>
    public int CancelAll(int limitFrames = 200)
    {
        FramesPerSecond = 60;
        Loop.Tasks.CancelAll();
        for (var frames = 0; ; frames++)
        {
            if (Loop.Tasks.Count == 0)
            {
                return frames;
            }

            Assert.That(frames, Is.LessThan(limitFrames), () => TaskTable.Format(Loop.Tasks.Snapshot()));
            Frame();
        }
    }

    public void Dispose()
    {
        var left = Loop.Tasks.Snapshot();
        Loop.Dispose();
        Assert.That(left, Is.Empty, () => "tasks left behind:\n" + TaskTable.Format(left));
    }
}
