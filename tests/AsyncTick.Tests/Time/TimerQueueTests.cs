using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Enough waits to leave the plain heap behind, held against a sorted list.</summary>
public sealed class TimerQueueTests
{
    [TestCase(1, 60)]
    [TestCase(2, 3_000)]
    [TestCase(3, 1_000_000)]
    public void Delays_ManyRandomOnes_EndInOrderOfDueTimeThenCreation(int seed, double longest)
    {
        var random = new Random(seed);
        using var test = new TestLoop();
        var expected = new List<(double Due, int Order)>();
        var ended = new List<int>();
        var order = 0;

        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 500; i++)
            {
                var number = order++;
                var seconds = Math.Round(random.NextDouble() * longest * Math.Pow(random.NextDouble(), 3), random.Next(1, 4));
                var task = test.Loop.Start(async () =>
                {
                    await Delay(seconds);
                    ended.Add(number);
                });
                if (random.Next(4) == 0)
                {
                    task.Cancel();
                }
                else
                {
                    expected.Add((test.Now + seconds, number));
                }
            }

            test.Step(1, random.NextDouble() * longest / 40);
            AssertEnded(test.Now);
        }

        while (expected.Count > ended.Count)
        {
            test.Step(1, longest / 50);
            AssertEnded(test.Now);
        }

        void AssertEnded(double now)
        {
            var due = expected.Where(wait => wait.Due <= now).OrderBy(wait => wait.Due).ThenBy(wait => wait.Order).Select(wait => wait.Order);
            Assert.That(ended.ToHashSet().SetEquals(due), $"at {now}");
        }

        // Within one frame the order is that of the due times; across frames that of the frames.
        Assert.That(ended, Has.Count.EqualTo(expected.Count));
    }

    [Test]
    public void Delays_ThousandsDueInOneFrame_EndInOrder()
    {
        using var test = new TestLoop();
        var random = new Random(4);
        var ended = new List<(double Due, int Order)>();
        for (var i = 0; i < 5_000; i++)
        {
            var order = i;
            var due = Math.Round(100 + random.NextDouble(), 2);
            test.Loop.Start(async () =>
            {
                await Delay(due);
                ended.Add((due, order));
            });
        }

        test.Step(1, 99.5);
        test.Step(1, 2);

        Assert.That(ended, Has.Count.EqualTo(5_000));
        Assert.That(ended, Is.EqualTo(ended.OrderBy(wait => wait.Due).ThenBy(wait => wait.Order)));
    }

    [Test]
    public void Doorbell_ManyDelays_NeverRingsLate()
    {
        using var test = new TestLoop();
        var random = new Random(5);
        var waits = new SortedSet<double>();
        for (var i = 0; i < 2_000; i++)
        {
            var seconds = 0.5 + (random.NextDouble() * 200);
            waits.Add(seconds);
            test.Loop.Start(async () => await Delay(seconds));
        }

        test.Step(1, 0);
        var managedCalls = 0;
        for (var now = 0.0; now < 210; now += 1.0 / 60)
        {
            var nextDue = waits.Count == 0 ? double.PositiveInfinity : waits.Min;
            Assert.That(NextDueReal(test.Loop), Is.LessThanOrEqualTo(nextDue));
            if (Bell(test.Loop).Ready != 0 || NextDueReal(test.Loop) <= now)
            {
                managedCalls++;
                test.Loop.Pump(new FrameTime(now));
                waits.RemoveWhere(due => due <= now);
            }
        }

        Assert.That(test.Loop.Tasks.Count, Is.Zero);
        Assert.That(managedCalls, Is.LessThan(4_000));
    }

    private static unsafe double NextDueReal(GameLoop loop) => ((DoorbellBlock*)loop.Doorbell)->NextDue[(int)Clock.Real - 1];

    private static unsafe DoorbellBlock Bell(GameLoop loop) => *(DoorbellBlock*)loop.Doorbell;
}
