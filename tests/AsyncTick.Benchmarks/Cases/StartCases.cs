namespace AsyncTick.Benchmarks;

/// <summary>Start a task, let it wait one frame, let it end: nanoseconds and bytes per task.</summary>
public static class StartCases
{
    private const int TasksPerRun = 1_000;

    /// <summary>Ours: in the registry, with a scope, an observer, and the place it was started.</summary>
    public sealed class Ours() : Case("AsyncTick Start, registry on")
    {
        private readonly GameLoop _loop = ResumeCases.Fill(0, static () => Task.CompletedTask);
        private double _now;

        public override long Run()
        {
            for (var i = 0; i < TasksPerRun; i++)
            {
                _loop.Start(static () => OneFrameAsync());
            }

            _loop.Pump(new FrameTime(_now += 1e-9));
            return TasksPerRun;
        }

        private static async Task OneFrameAsync() => await Async.NextFrame();
    }

    /// <summary>The limit: no list of tasks.</summary>
    public sealed class Bare() : Case("limit: bare awaiter, no list of tasks")
    {
        private readonly BareFrames _frames = new();

        public override long Run()
        {
            for (var i = 0; i < TasksPerRun; i++)
            {
                _ = OneFrameAsync(_frames);
            }

            _frames.Pump();
            return TasksPerRun;
        }

        private static async Task OneFrameAsync(BareFrames frames) => await frames.NextFrame();
    }

    /// <summary>The limit with what any registry needs: an object per task in a dictionary.</summary>
    public sealed class DictionaryRegistry() : Case("bare awaiter, dictionary registry")
    {
        private readonly BareFrames _frames = new();
        private readonly Dictionary<int, Entry> _registry = [];
        private int _lastId;

        public override long Run()
        {
            for (var i = 0; i < TasksPerRun; i++)
            {
                var entry = new Entry { Id = ++_lastId, Name = "one frame" };
                _registry.Add(entry.Id, entry);
                entry.Task = OneFrameAsync(entry.Id);
            }

            _frames.Pump();
            return TasksPerRun;
        }

        private async Task OneFrameAsync(int id)
        {
            await _frames.NextFrame();
            _registry.Remove(id);
        }

        private sealed class Entry
        {
            public int Id { get; init; }

            public string Name { get; init; } = "";

            public Task? Task { get; set; }
        }
    }

    /// <summary>A peer's context with one yield.</summary>
    public sealed class Peer<TContext>(string name) : Case(name)
        where TContext : SynchronizationContext, IPeerPump, new()
    {
        private readonly TContext _context = new();

        public override long Run()
        {
            var previous = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(_context);
            for (var i = 0; i < TasksPerRun; i++)
            {
                _ = OneYieldAsync();
            }

            _context.Pump();
            SynchronizationContext.SetSynchronizationContext(previous);
            return TasksPerRun;
        }

        private static async Task OneYieldAsync() => await Task.Yield();
    }
}
