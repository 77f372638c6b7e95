using System.Diagnostics;

namespace AsyncTick.Benchmarks;

/// <summary>Posts from other threads: what one costs its producer, what taking and running one costs the frame, how many a second go through.</summary>
public static class PostCases
{
    private const int PostsPerProducer = 400_000;
    private static readonly SendOrPostCallback Nothing = static _ => { };

    public enum Figure
    {
        /// <summary>Nanoseconds per post on the producing thread, with frames of a millisecond.</summary>
        Producer,

        /// <summary>Nanoseconds per post in the pump, with frames of a millisecond.</summary>
        Drain,

        /// <summary>Nanoseconds of wall time per post with a pump that never rests.</summary>
        Spinning,
    }

    /// <summary>One context under so many producers.</summary>
    public sealed class Contender(string name, int producers, Figure figure, Func<(SynchronizationContext Context, Func<int> Drain)> make) : Case(name)
    {
        private readonly (SynchronizationContext Context, Func<int> Drain) _peer = make();
        private int _warm;

        public override double? MeasureItself()
        {
            if (_warm++ == 0)
            {
                for (var i = 0; i < 10; i++)
                {
                    Measure();
                }
            }

            return Measure();
        }

        public override long Run() => throw new NotSupportedException();

        private double Measure()
        {
            using var go = new ManualResetEventSlim();
            var producing = new double[producers];
            var threads = Enumerable.Range(0, producers).Select(index => new Thread(() =>
            {
                go.Wait();
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < PostsPerProducer; i++)
                {
                    _peer.Context.Post(Nothing, null);
                }

                producing[index] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / PostsPerProducer;
            })).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
            }

            var total = producers * PostsPerProducer;
            var taken = 0;
            var draining = 0L;
            var start = Stopwatch.GetTimestamp();
            go.Set();
            while (taken < total)
            {
                if (figure != Figure.Spinning)
                {
                    Thread.Sleep(1);
                }

                var before = Stopwatch.GetTimestamp();
                taken += _peer.Drain();
                draining += Stopwatch.GetTimestamp() - before;
            }

            var wall = Stopwatch.GetElapsedTime(start).TotalNanoseconds / total;
            foreach (var thread in threads)
            {
                thread.Join();
            }

            return figure switch
            {
                Figure.Producer => producing.Average(),
                Figure.Drain => draining * (1e9 / Stopwatch.Frequency) / total,
                _ => wall,
            };
        }
    }

    /// <summary>Our loop as such a context: the root task's, pumped.</summary>
    public static (SynchronizationContext Context, Func<int> Drain) Ours()
    {
        var loop = ResumeCases.Fill(0, static () => Task.CompletedTask);
        SynchronizationContext? context = null;
        loop.Start(async () =>
        {
            context = SynchronizationContext.Current;
            await Async.Delay(double.PositiveInfinity);
        });
        var now = 0.0;
        return (context!, () =>
        {
            var before = loop.Stats.Steps;
            loop.Pump(new FrameTime(now += 1e-9));
            return (int)(loop.Stats.Steps - before);
        }
        );
    }

    public static (SynchronizationContext Context, Func<int> Drain) Peer<TContext>()
        where TContext : SynchronizationContext, IPeerPump, new()
    {
        var context = new TContext();
        return (context, context.DrainAll);
    }
}
