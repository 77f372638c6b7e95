namespace AsyncTick.Benchmarks;

/// <summary><c>while (true) await NextFrame()</c> in many tasks: nanoseconds per resume.</summary>
public static class ResumeCases
{
    public const int FramesPerRun = 20;

    /// <summary>Ours, attribution and registry on.</summary>
    public sealed class Ours(int tasks) : Case("AsyncTick NextFrame")
    {
        private readonly GameLoop _loop = Fill(tasks, static () => NextFrameForeverAsync());
        private double _now;

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return (long)tasks * FramesPerRun;
        }

        public override void Dispose() => _loop.Dispose();
    }

    /// <summary>Ours with the watchdog thread, as hosts run it.</summary>
    public sealed class OursWatched(int tasks) : Case("AsyncTick NextFrame, watchdog")
    {
        private readonly GameLoop _loop = Fill(tasks, static () => NextFrameForeverAsync(), watchdogSeconds: 1);
        private double _now;

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return (long)tasks * FramesPerRun;
        }

        public override void Dispose() => _loop.Dispose();
    }

    /// <summary>Ours without a recorder.</summary>
    public sealed class OursUnrecorded(int tasks) : Case("AsyncTick NextFrame, recorder off")
    {
        private readonly GameLoop _loop = Fill(tasks, static () => NextFrameForeverAsync(), recorderSize: 0);
        private double _now;

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return (long)tasks * FramesPerRun;
        }

        public override void Dispose() => _loop.Dispose();
    }

    /// <summary>Ours with a plain <c>Task.Yield()</c>.</summary>
    public sealed class OursYield(int tasks) : Case("AsyncTick Task.Yield")
    {
        private readonly GameLoop _loop = Fill(tasks, static () => YieldForeverAsync());
        private double _now;

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return (long)tasks * FramesPerRun;
        }
    }

    /// <summary>A peer's context with <c>Task.Yield()</c>.</summary>
    public sealed class Peer<TContext>(string name, int tasks) : Case(name)
        where TContext : SynchronizationContext, IPeerPump, new()
    {
        private readonly TContext _context = FillPeer(tasks);

        public override long Run()
        {
            var previous = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(_context);
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _context.Pump();
            }

            SynchronizationContext.SetSynchronizationContext(previous);
            return (long)tasks * FramesPerRun;
        }

        private static TContext FillPeer(int tasks)
        {
            var context = new TContext();
            var previous = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
            for (var i = 0; i < tasks; i++)
            {
                _ = YieldForeverAsync();
            }

            SynchronizationContext.SetSynchronizationContext(previous);
            return context;
        }
    }

    /// <summary>The limit for an <c>async Task</c>.</summary>
    public sealed class Bare : Case
    {
        private readonly BareFrames _frames = new();
        private readonly int _tasks;

        public Bare(int tasks)
            : base("limit: bare awaiter in an async Task")
        {
            _tasks = tasks;
            for (var i = 0; i < tasks; i++)
            {
                _ = ForeverAsync(_frames);
            }
        }

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _frames.Pump();
            }

            return (long)_tasks * FramesPerRun;
        }

        private static async Task ForeverAsync(BareFrames frames)
        {
            while (true)
            {
                await frames.NextFrame();
            }
        }
    }

    /// <summary>The limit for any pump: calls through an array of delegates.</summary>
    public sealed class Delegates : Case
    {
        private readonly Action[] _calls;
        private int _sum;

        public Delegates(int tasks)
            : base("limit: array of delegates")
        {
            _calls = new Action[tasks];
            Array.Fill(_calls, () => _sum++);
        }

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                foreach (var call in _calls)
                {
                    call();
                }
            }

            return (long)_calls.Length * FramesPerRun;
        }
    }

    internal static GameLoop Fill(int tasks, Func<Task> body, double watchdogSeconds = 0, int recorderSize = 65_536)
    {
        // A budget that never cuts a frame short: this measures resumes, not the budget.
        var loop = new GameLoop(new GameLoopOptions { BudgetSeconds = 10, Log = new NullLogSink(), WatchdogSeconds = watchdogSeconds, RecorderSize = recorderSize });
        for (var i = 0; i < tasks; i++)
        {
            loop.Start(body);
        }

        return loop;
    }

    private static async Task NextFrameForeverAsync()
    {
        while (true)
        {
            await Async.NextFrame();
        }
    }

    private static async Task YieldForeverAsync()
    {
        while (true)
        {
            await Task.Yield();
        }
    }
}
