namespace AsyncTick.Benchmarks;

/// <summary>The pooled task type: resume, call inside a task, and start to end of a tracked one.</summary>
public static class PooledCases
{
    private const int TasksPerRun = 1_000;

    public static IReadOnlyList<Discipline> All { get; } =
    [
        Resume(1_000),
        Resume(10_000),
        Resume(100_000),
        new(
            "Pooled task, a call that waits one frame inside a task",
            "ns per call",
            () => new Pumped("PooledTask in a PooledTask", TasksPerRun, static loop => loop.Start(CallPooledFromPooled)) { Goals = [new Goal(double.PositiveInfinity, Bytes: 0)] },
            () => new Pumped("PooledTask in an async Task", TasksPerRun, static loop => loop.Start(CallPooled)),
            () => new Pumped("ValueTask in an async Task", TasksPerRun, static loop => loop.Start(CallValueTask)),
            () => new Pumped("Task in an async Task", TasksPerRun, static loop => loop.Start(CallTask)),
            () => new Bare("limit: own pooled task type", TasksPerRun, static frames => _ = CallBareAsync(frames))),
        new(
            "Pooled task, a call inside a task that does not wait",
            "ns per call",
            () => new Inline("PooledTask", static calls => SumPooledAsync(calls)) { Goals = [new Goal(double.PositiveInfinity, Bytes: 0)] },
            () => new Inline("Task", static calls => SumTaskAsync(calls))),
        new(
            "Pooled task, from start through one frame to its end",
            "ns per task",
            () => new Started("AsyncTick Start of a PooledTask, registry on", static loop => loop.Start(static () => OnePooledFrame(), "one frame")) { Goals = [new Goal(75, Bytes: 0)] },
            () => new Started("AsyncTick Start of an async Task, registry on", static loop => loop.Start(static () => OneFrameAsync(), "one frame")),
            () => new BareStarted()),
    ];

    private static Discipline Resume(int tasks) => new(
        $"Pooled task, resume, {tasks:N0} tasks",
        "ns per resume",
        () => new Pumped("AsyncTick NextFrame in a PooledTask", tasks, static loop => loop.Start(ForeverPooled)) { Goals = [new Goal(1.1, "pooled box, array swap, no context", Bytes: 0)] },
        () => new Pumped("AsyncTick NextFrame in an async Task", tasks, static loop => loop.Start(static () => ForeverAsync())),
        () => new Promised("pooled box, array swap, no context", tasks),
        () => new Bare("limit: own pooled task type", tasks, static frames => _ = BareForeverAsync(frames)),
        () => new ResumeCases.Bare(tasks));

    /// <summary>A loop full of tasks; one operation is one task in one frame.</summary>
    private sealed class Pumped : Case
    {
        private readonly GameLoop _loop = ResumeCases.Fill(0, static () => Task.CompletedTask);
        private readonly int _tasks;
        private double _now;

        public Pumped(string name, int tasks, Action<GameLoop> start)
            : base(name)
        {
            _tasks = tasks;
            for (var i = 0; i < tasks; i++)
            {
                start(_loop);
            }
        }

        public override long Run()
        {
            for (var frame = 0; frame < ResumeCases.FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return (long)_tasks * ResumeCases.FramesPerRun;
        }

        public override void Dispose() => _loop.Dispose();
    }

    private sealed class Bare : Case
    {
        private readonly BareFrames _frames = new();
        private readonly int _tasks;

        public Bare(string name, int tasks, Action<BareFrames> start)
            : base(name)
        {
            _tasks = tasks;
            for (var i = 0; i < tasks; i++)
            {
                start(_frames);
            }
        }

        public override long Run()
        {
            for (var frame = 0; frame < ResumeCases.FramesPerRun; frame++)
            {
                _frames.Pump();
            }

            return (long)_tasks * ResumeCases.FramesPerRun;
        }
    }

    private sealed class Promised : Case
    {
        private readonly PromiseFrames _frames = new();
        private readonly int _tasks;

        public Promised(string name, int tasks)
            : base(name)
        {
            _tasks = tasks;
            for (var i = 0; i < tasks; i++)
            {
                _ = PromisedForeverAsync(_frames);
            }
        }

        public override long Run()
        {
            for (var frame = 0; frame < ResumeCases.FramesPerRun; frame++)
            {
                _frames.Pump();
            }

            return (long)_tasks * ResumeCases.FramesPerRun;
        }
    }

    private sealed class Inline(string name, Func<int, Task> calls) : Case(name)
    {
        public override long Run()
        {
            _ = calls(TasksPerRun);
            return TasksPerRun;
        }
    }

    private sealed class Started(string name, Action<GameLoop> start) : Case(name)
    {
        private readonly GameLoop _loop = ResumeCases.Fill(0, static () => Task.CompletedTask);
        private double _now;

        public override long Run()
        {
            for (var i = 0; i < TasksPerRun; i++)
            {
                start(_loop);
            }

            _loop.Pump(new FrameTime(_now += 1e-9));
            return TasksPerRun;
        }

        public override void Dispose() => _loop.Dispose();
    }

    private sealed class BareStarted() : Case("limit: own pooled task type, no list of tasks")
    {
        private readonly BareFrames _frames = new();

        public override long Run()
        {
            for (var i = 0; i < TasksPerRun; i++)
            {
                BareOneFrameAsync(_frames).Forget();
            }

            _frames.Pump();
            return TasksPerRun;
        }
    }

    private static async PooledTask ForeverPooled()
    {
        while (true)
        {
            await Async.NextFrame();
        }
    }

    private static async Task ForeverAsync()
    {
        while (true)
        {
            await Async.NextFrame();
        }
    }

    private static async BarePooledTask BareForeverAsync(BareFrames frames)
    {
        while (true)
        {
            await frames.NextFrame();
        }
    }

    private static async BarePooledTask PromisedForeverAsync(PromiseFrames frames)
    {
        while (true)
        {
            await frames.NextFrame();
        }
    }

    private static async PooledTask CallPooledFromPooled()
    {
        while (true)
        {
            await OnePooledFrame();
        }
    }

    private static async Task CallPooled()
    {
        while (true)
        {
            await OnePooledFrame();
        }
    }

    private static async Task CallValueTask()
    {
        while (true)
        {
            await OneValueFrameAsync();
        }
    }

    private static async Task CallTask()
    {
        while (true)
        {
            await OneFrameAsync();
        }
    }

    private static async BarePooledTask CallBareAsync(BareFrames frames)
    {
        while (true)
        {
            await BareOneFrameAsync(frames);
        }
    }

    private static async PooledTask OnePooledFrame() => await Async.NextFrame();

    private static async Task OneFrameAsync() => await Async.NextFrame();

    private static async ValueTask OneValueFrameAsync() => await Async.NextFrame();

    private static async BarePooledTask BareOneFrameAsync(BareFrames frames) => await frames.NextFrame();

    private static async Task SumPooledAsync(int calls)
    {
        var sum = 0;
        for (var i = 0; i < calls; i++)
        {
            sum += await SamePooled(i);
        }

        GC.KeepAlive(sum);
    }

    private static async Task SumTaskAsync(int calls)
    {
        var sum = 0;
        for (var i = 0; i < calls; i++)
        {
            sum += await SameAsync(i + 1_000_000);
        }

        GC.KeepAlive(sum);
    }

    private static async PooledTask<int> SamePooled(int number)
    {
        await PooledTask.CompletedTask;
        return number;
    }

    private static async Task<int> SameAsync(int number)
    {
        await Task.CompletedTask;
        return number;
    }
}
