using System.Diagnostics;

namespace AsyncTick.Benchmarks;

/// <summary><c>await Task.Run(...)</c> in many tasks under a pump that never rests: nanoseconds of wall time per round trip.</summary>
public static class TaskRunCases
{
    private const int Tasks = 256;

    /// <summary>One context.</summary>
    public sealed class Contender : Case
    {
        private readonly Func<Counter, Func<int>> _begin;
        private readonly Counter _counter = new();
        private Func<int>? _pump;

        public Contender(string name, Func<Counter, Func<int>> begin)
            : base(name) => _begin = begin;

        public override long Run()
        {
            _pump ??= _begin(_counter);
            var before = _counter.Trips;
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started).TotalMilliseconds < 5)
            {
                _pump();
            }

            return Math.Max(1, _counter.Trips - before);
        }

        public override void Dispose()
        {
            _counter.Stop = true;
            for (var i = 0; i < 2_000 && _counter.Running > 0; i++)
            {
                _pump?.Invoke();
                Thread.Yield();
            }
        }
    }

    /// <summary>What the tasks of one contender share; only the pumping thread touches it.</summary>
    public sealed class Counter
    {
        public long Trips { get; set; }

        public int Running { get; set; }

        public bool Stop { get; set; }
    }

    public static Func<int> Ours(Counter counter)
    {
        var loop = ResumeCases.Fill(Tasks, () => TripsAsync(counter));
        var now = 0.0;
        return () => (int)loop.Pump(new FrameTime(now += 1e-9));
    }

    public static Func<int> Peer<TContext>(Counter counter)
        where TContext : SynchronizationContext, IPeerPump, new()
    {
        var context = new TContext();
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        for (var i = 0; i < Tasks; i++)
        {
            _ = TripsAsync(counter);
        }

        SynchronizationContext.SetSynchronizationContext(previous);
        return () =>
        {
            var outer = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
            var count = context.DrainAll();
            SynchronizationContext.SetSynchronizationContext(outer);
            return count;
        };
    }

    private static async Task TripsAsync(Counter counter)
    {
        counter.Running++;
        while (!counter.Stop)
        {
            await Task.Run(static () => { });
            counter.Trips++;
        }

        counter.Running--;
    }
}
