using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Progress that comes at most once a frame, with the last value.</summary>
public sealed class FrameProgressTests
{
    [Test]
    public void Report_ManyTimesFromAnotherThread_TellsTheLastOnceAFrame()
    {
        using var test = new TestLoop();
        var told = new List<(int Value, long Frame)>();
        FrameProgress<int>? progress = null;
        var task = test.Loop.Start(async () =>
        {
            progress = new FrameProgress<int>(value => told.Add((value, Loop.FrameNumber)));
            await Delay(100);
        });
        for (var round = 1; round <= 3; round++)
        {
            FromThread.Run(() =>
            {
                for (var i = 1; i <= 1000; i++)
                {
                    progress!.Report((round * 1000) + i);
                }
            });
            test.Step();
        }

        test.Step(2);
        Assert.That(told, Is.EqualTo([(2000, 1), (3000, 2), (4000, 3)]));
        task.Cancel();
        progress!.Report(9);
        test.Step(2);
        Assert.That(told, Has.Count.EqualTo(3), "not after its task was canceled");
    }

    [Test]
    public void Report_AgainInTheFrameOfTheHandler_ComesInTheNext()
    {
        using var test = new TestLoop();
        var told = new List<(int Value, long Frame)>();
        Task task = test.Loop.Start(async () =>
        {
            FrameProgress<int>? progress = null;
            progress = new FrameProgress<int>(value =>
            {
                told.Add((value, Loop.FrameNumber));
                if (value < 3)
                {
                    progress!.Report(value + 1);
                }
            });
            progress.Report(0);
            progress.Report(1);
            await Frames(5);
        });
        test.Step(6);
        Assert.That(told, Is.EqualTo([(1, 1), (2, 2), (3, 3)]));
        Assert.That(task.IsCompletedSuccessfully);
    }

    [Test]
    public void Report_HandlerThrows_IsLoggedAndTheNextIsTold()
    {
        using var test = new TestLoop();
        var told = 0;
        test.Run(async () =>
        {
            var progress = new FrameProgress<int>(value =>
            {
                told++;
                throw new InvalidOperationException($"handler {value}");
            });
            progress.Report(1);
            await NextFrame();
            await NextFrame();
            progress.Report(2);
            await NextFrame();
            await NextFrame();
        });
        Assert.That((told, test.Log.Errors.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Report_SteadyState_AllocatesNothing()
    {
        using var test = new TestLoop();
        FrameProgress<int>? progress = null;
        var sum = 0;
        var task = test.Loop.Start(async () =>
        {
            progress = new FrameProgress<int>(value => sum += value);
            await Delay(double.PositiveInfinity);
        });
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                progress!.Report(i);
                progress!.Report(i);
                test.Step();
            }
        });
        Assert.That((bytes, sum), Is.EqualTo((0L, 6 * 1225)));
        task.Cancel();
        test.Step(2);
    }
}
