using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What recording costs in memory: nothing while it goes on.</summary>
[NonParallelizable]
public sealed class RecorderCostTests
{
    [Test]
    public void Recording_TasksThatWakeStartAndWait_AllocatesNothing()
    {
        var with = BytesPerFrame(recorderSize: 8192);
        var without = BytesPerFrame(recorderSize: 0);
        Assert.That(with, Is.EqualTo(without));
    }

    [Test]
    public void Steps_WhileTheRingGoesRound_AllocateNothing() =>
        Assert.That(BytesPerFrame(recorderSize: 1024, starts: 0), Is.Zero);

    private static double BytesPerFrame(int recorderSize, int starts = 4)
    {
        const int Frames = 100;
        using var test = new TestLoop(new GameLoopOptions { Name = "test", RecorderSize = recorderSize, BudgetSeconds = 10 });
        var gate = new AsyncAutoResetEvent();
        for (var i = 0; i < 200; i++)
        {
            test.Loop.Start(async () => { while (true) { await NextFrame(); } }, "steady");
        }

        test.Loop.Start(async () => { while (true) { await gate.WaitAsync(); await Delay(0.01); } }, "woken");
        test.Loop.Start(
            async () =>
            {
                while (true)
                {
                    gate.Set();
                    for (var i = 0; i < starts; i++)
                    {
                        test.Loop.Start(static async PooledTask () => await NextFrame(), "short");
                    }

                    await NextFrame();
                }
            },
            "waker");
        test.Step(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        test.Step(Frames);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        test.Loop.Tasks.CancelAll();
        test.Step(3);
        return (double)bytes / Frames;
    }
}
