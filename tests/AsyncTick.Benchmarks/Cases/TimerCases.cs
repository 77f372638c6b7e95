namespace AsyncTick.Benchmarks;

/// <summary>Many tasks that each wait again and again for a random time of up to a minute: nanoseconds per delay created, fired and resumed.</summary>
public static class TimerCases
{
    private const double Longest = 60;
    private const double FrameSeconds = 1.0 / 60;
    private const int FramesPerRun = 200;

    /// <summary>Ours.</summary>
    public sealed class Ours : Case
    {
        private readonly GameLoop _loop;
        private double _now;

        public Ours(int tasks)
            : base("AsyncTick Delay")
        {
            var random = new Random(1);
            _loop = ResumeCases.Fill(tasks, () => WaitForeverAsync(random));
            for (var frame = 0; frame < 60 * Longest; frame++)
            {
                _loop.Pump(new FrameTime(_now += FrameSeconds));
            }
        }

        public override long Run()
        {
            var before = _loop.Stats.Steps;
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _loop.Pump(new FrameTime(_now += FrameSeconds));
            }

            return _loop.Stats.Steps - before;
        }

        private static async Task WaitForeverAsync(Random random)
        {
            while (true)
            {
                await Async.Delay(random.NextDouble() * Longest);
            }
        }
    }

    /// <summary>A bare timer queue under a bare awaiter.</summary>
    public sealed class Limit<TTimers> : Case
        where TTimers : IBareTimers, new()
    {
        private readonly TTimers _timers = new();
        private double _now;
        private long _fired;

        public Limit(string name, int tasks)
            : base(name)
        {
            var random = new Random(1);
            for (var i = 0; i < tasks; i++)
            {
                _ = WaitForeverAsync(random);
            }

            for (var frame = 0; frame < 60 * Longest; frame++)
            {
                _timers.Fire(_now += FrameSeconds);
            }
        }

        public override long Run()
        {
            var before = _fired;
            for (var frame = 0; frame < FramesPerRun; frame++)
            {
                _timers.Fire(_now += FrameSeconds);
            }

            return _fired - before;
        }

        private async Task WaitForeverAsync(Random random)
        {
            while (true)
            {
                await new BareDelay(_timers, _now + (random.NextDouble() * Longest));
                _fired++;
            }
        }
    }
}
