namespace AsyncTick.Benchmarks;

/// <summary>A frame in which nothing is ready: nanoseconds per frame.</summary>
public static class IdleCases
{
    private const int FramesPerRun = 2_000;

    /// <summary>Ours, with so many delays pending that are not due.</summary>
    public sealed class Ours : Case
    {
        private readonly GameLoop _loop;
        private double _now;

        public Ours(int pendingDelays)
            : base(pendingDelays == 0 ? "AsyncTick" : $"AsyncTick, {pendingDelays:N0} delays pending")
        {
            var random = new Random(1);
            _loop = ResumeCases.Fill(pendingDelays, async () => await Async.Delay(1_000 + (random.NextDouble() * 60)));
            _loop.Pump(new FrameTime(_now));
        }

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += 1e-9));
            }

            return FramesPerRun;
        }
    }

    /// <summary>A peer's context with nothing posted.</summary>
    public sealed class Peer<TContext>(string name) : Case(name)
        where TContext : IPeerPump, new()
    {
        private readonly TContext _context = new();

        public override long Run()
        {
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _context.Pump();
            }

            return FramesPerRun;
        }
    }
}
