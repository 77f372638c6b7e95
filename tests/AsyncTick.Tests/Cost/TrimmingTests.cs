using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What a burst of tasks leaves behind, and what letting go of it must not disturb.</summary>
[NonParallelizable]
public sealed class TrimmingTests
{
    private const int Burst = 200_000;

    [Test]
    public void Burst_IsOver_ItsMemoryGoesBack()
    {
        using var test = new TestLoop();
        RunBurst(test, 100);
        test.Advance(30);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        RunBurst(test, Burst);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        test.Advance(60);
        var trimmed = GC.GetTotalMemory(forceFullCollection: true);
        Assert.That((after - before) / Burst, Is.GreaterThan(300), "The burst must be large enough to be seen.");
        Assert.That(trimmed - before, Is.LessThan(16_000_000));
    }

    [Test]
    public void Burst_IsOver_NoTimerStaysBehind()
    {
        using var test = new TestLoop();
        RunBurst(test, 20_000);
        test.Advance(60);
        Assert.That(test.Loop.Clocks.Real.PendingWaits, Is.Zero);
    }

    [Test]
    public void LongWaits_WhileABurstIsLetGo_EndInTheirOrder()
    {
        using var test = new TestLoop();
        var ended = new List<int>();
        var random = new Random(7);
        var dues = Enumerable.Range(0, 3_000).Select(_ => 61 + (random.NextDouble() * 200)).ToArray();
        for (var i = 0; i < dues.Length; i++)
        {
            var mine = i;
            test.Loop.Start(async () =>
            {
                await Delay(dues[mine]);
                ended.Add(mine);
            });
        }

        var canceled = Enumerable.Range(0, 1_000).Select(_ => test.Loop.Start(() => Delay(100))).ToArray();
        RunBurst(test, 50_000);
        test.Advance(30);
        Array.ForEach(canceled, static task => task.Cancel());
        test.Advance(240);
        Assert.That(ended, Is.EqualTo(Enumerable.Range(0, dues.Length).OrderBy(i => dues[i])));
    }

    [Test]
    public void Tasks_AfterABurstWasLetGo_AreListedAndCanBeCanceled()
    {
        using var test = new TestLoop();
        RunBurst(test, 50_000);
        test.Advance(60);
        var tasks = Enumerable.Range(0, 5_000).Select(_ => test.Loop.Start(() => Delay(1_000))).ToArray();
        Assert.That(test.Loop.Tasks.Snapshot().Select(static task => task.Id).Distinct().Count(), Is.EqualTo(tasks.Length));
        Assert.That(test.Loop.Tasks.CancelAll(), Is.EqualTo(tasks.Length));
        test.RunUntilIdle();
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    private static void RunBurst(TestLoop test, int count)
    {
        var others = test.Loop.Tasks.Count;
        for (var i = 0; i < count; i++)
        {
            test.Loop.Start(WaitInManyWays);
        }

        test.Step(200);
        Assert.That(test.Loop.Tasks.Count, Is.EqualTo(others));
    }

    private static async Task WaitInManyWays()
    {
        await Delay(0.5);
        await Inner();
        await Frames(2);
    }

    private static async PooledTask Inner() => await NextFrame();
}
