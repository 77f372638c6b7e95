using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Ten thousand timers against a model that is too simple to be wrong: a list sorted by due time, then by creation.</summary>
public sealed class TimerModelTests
{
    [Test]
    public void Delays_RandomWithCancels_EndAsTheModelSays([Values(1, 2, 3, 4, 5)] int seed)
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", BudgetSeconds = 60, SlowStepSeconds = 60, RepeatSeconds = 0 });
        var random = new Random(seed);
        var ended = new List<int>();
        var expected = new List<int>();
        var pending = new List<(double Due, int Id)>();
        var handles = new Dictionary<int, GameTask>();
        var next = 0;
        var now = 0.0;
        for (var frame = 0; frame < 400; frame++)
        {
            for (var i = random.Next(50); i > 0; i--)
            {
                // Few distinct values, so that ties are common.
                var id = next++;
                var seconds = random.Next(200) / 64.0;
                pending.Add((now + seconds, id));
                handles[id] = test.Loop.Start(async () =>
                {
                    await Delay(seconds);
                    ended.Add(id);
                });
            }

            for (var i = random.Next(15); i > 0 && pending.Count > 0; i--)
            {
                var victim = pending[random.Next(pending.Count)];
                pending.Remove(victim);
                handles[victim.Id].Cancel();
            }

            var step = random.Next(10) == 0 ? 0.5 : 1 / 64.0;
            now += step;
            test.Step(1, step);
            expected.AddRange(pending.Where(timer => timer.Due <= now).OrderBy(timer => timer.Due).ThenBy(timer => timer.Id).Select(timer => timer.Id));
            pending.RemoveAll(timer => timer.Due <= now);
        }

        Assert.That(next, Is.GreaterThan(8_000));
        Assert.That(ended, Is.EqualTo(expected));
        Assert.That(test.Loop.Clocks.Real.PendingWaits, Is.EqualTo(pending.Count));
        test.Step(1, 100);
        test.Step();
    }

    [Test]
    public void Streams_RandomWithCancels_TickAsTheModelSays([Values(1, 2, 3)] int seed)
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", BudgetSeconds = 60, SlowStepSeconds = 60, RepeatSeconds = 0 });
        var random = new Random(seed);
        var scope = test.Loop.RootScope.CreateChild("streams");
        var streams = new List<(double Start, double Period, double End, List<long> Ticks, GameTask Task)>();
        var now = 0.0;
        for (var frame = 0; frame < 600; frame++)
        {
            if (streams.Count < 200)
            {
                var period = random.Next(1, 40) / 64.0;
                var ticks = new List<long>();
                streams.Add((now, period, double.PositiveInfinity, ticks, scope.Start(async () =>
                {
                    await foreach (var tick in Every(period, MissedTicks.CatchUp))
                    {
                        ticks.Add(tick.Index);
                    }
                })));
            }

            if (random.Next(5) == 0)
            {
                var victim = random.Next(streams.Count);
                var stream = streams[victim];
                if (double.IsPositiveInfinity(stream.End))
                {
                    stream.Task.Cancel();
                    streams[victim] = stream with { End = now };
                }
            }

            // No step is longer than the shortest period: nothing is missed, so the model needs no policy.
            now += 1 / 64.0;
            test.Step(1, 1 / 64.0);
        }

        foreach (var (start, period, end, ticks, _) in streams)
        {
            var due = (int)Math.Floor((Math.Min(now, end) - start) / period);
            Assert.That(ticks, Is.EqualTo(Enumerable.Range(1, due).Select(index => (long)index)));
        }

        scope.Cancel();
        test.Step();
    }
}
