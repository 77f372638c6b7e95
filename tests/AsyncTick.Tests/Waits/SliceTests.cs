using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Long work that takes so much of each frame and no more.</summary>
public sealed class SliceTests
{
    [Test]
    public void Next_WorkOfManyItems_TakesItsSliceOfEachFrame()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options(budgetSeconds: 1));
        var done = 0;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            for (; done < 25; done++)
            {
                stopwatch.Spend(0.0003);
                await Slice.Next(1);
            }
        });
        var after = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            test.Step();
            after.Add(done);
        }

        // The fourth item of a frame begins within the millisecond and ends the slice.
        Assert.That(after, Is.EqualTo([3, 7, 11, 15, 19, 23, 25]));
    }

    [Test]
    public void Next_TwoTasks_EachHasItsOwnSlice()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options(budgetSeconds: 1));
        var done = new int[2];
        for (var i = 0; i < 2; i++)
        {
            var id = i;
            test.Loop.Start(async () =>
            {
                await NextFrame();
                for (; done[id] < 4; done[id]++)
                {
                    stopwatch.Spend(0.0006);
                    await Slice.Next(1);
                }
            });
        }

        test.Step();
        Assert.That(done, Is.EqualTo([1, 1]));
        test.Step(3);
        Assert.That(done, Is.EqualTo([4, 4]));
    }

    [Test]
    public void Next_Canceled_EndsTheWork()
    {
        using var test = new TestLoop();
        var steps = 0;
        var task = test.Loop.Start(async () =>
        {
            while (true)
            {
                steps++;
                await Slice.Next(0);
            }
        });
        test.Step(3);
        Assert.That(steps, Is.EqualTo(4), "with nothing each call is a frame");
        task.Cancel();
        test.Step(2);
        Assert.That((task.Task.IsCanceled, steps), Is.EqualTo((true, 4)));
    }

    [TestCase(double.NaN)]
    [TestCase(-1)]
    public void Next_OfNoNumber_IsRefused(double milliseconds)
    {
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await Slice.Next(milliseconds)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Next_SteadyState_AllocatesNothing()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () =>
        {
            while (true)
            {
                for (var i = 0; i < 10; i++)
                {
                    await Slice.Next(1000);
                }

                await Slice.Next(0);
            }
        });
        Assert.That(Allocation.Of(() => test.Step(100)), Is.LessThanOrEqualTo(Allocation.OfRuntime(100)));
        scope.Cancel();
        test.Step(2);
    }
}
