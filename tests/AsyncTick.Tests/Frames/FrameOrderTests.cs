using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>DESIGN "What a frame does", points 1 to 4: who comes before whom.</summary>
public sealed class FrameOrderTests
{
    [Test]
    public void Pump_EachCall_AdvancesFrameNumberByOne()
    {
        using var test = new TestLoop();
        test.Step(3);
        Assert.That(test.Loop.FrameNumber, Is.EqualTo(3));
    }

    [Test]
    public void Clocks_InsideFrame_ShowTheFramesTimes()
    {
        using var test = new TestLoop();
        (double, double, double, double) seen = default;
        test.Loop.Post(() => seen = (test.Loop.Clocks.Real.Now, test.Loop.Clocks.Game.Now, test.Loop.Clocks.Unpaused.Now, test.Loop.Clocks.Audio.Now));
        test.Loop.Pump(new FrameTime(1, 2, 3, 4));
        Assert.That(seen, Is.EqualTo((1.0, 2.0, 3.0, 4.0)));
    }

    [Test]
    public void Phases_AllReadyInOneFrame_DelaysThenWaitersThenPosts()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        test.Loop.Post(() => trace.Add("post"));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            trace.Add("frame");
        });
        test.Loop.Start(async () =>
        {
            await Delay(0.001);
            trace.Add("delay");
        });
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("delay frame post"));
    }

    [Test]
    public void Delays_DifferentDue_RunInOrderOfDue()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        foreach (var due in new[] { 0.5, 0.1, 0.9, 0.3 })
        {
            test.Loop.Start(async () =>
            {
                await Delay(due);
                trace.Add(due);
            });
        }

        test.Step(1, 1);
        Assert.That(trace.ToString(), Is.EqualTo("0.1 0.3 0.5 0.9"));
    }

    [Test]
    public void Delays_SameDue_RunInOrderOfCreation()
    {
        using var test = new TestLoop();
        var order = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                await Delay(0.5);
                order.Add(number);
            });
        }

        test.Step(1, 1);
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 500)));
    }

    [Test]
    public void Delays_SameDueReachedDifferently_RunInOrderOfCreation()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        test.Loop.Start(async () =>
        {
            await Delay(1);
            trace.Add("first");
        });
        test.Step(1, 0.5);
        test.Loop.Start(async () =>
        {
            await Delay(0.5);
            trace.Add("second");
        });
        test.Step(1, 0.5);
        Assert.That(trace.ToString(), Is.EqualTo("first second"));
    }

    [Test]
    public void FrameWaiters_OfAllKinds_AreFirstInFirstOut()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        void Start(string name, Func<Task> wait) => test.Loop.Start(async () =>
        {
            await wait();
            trace.Add(name);
        });

        Start("a", async () => await NextFrame());
        Start("b", async () => await Frames(1));
        Start("c", async () => await Task.Yield());
        Start("d", async () => await Until(() => test.Loop.FrameNumber > 0));
        Start("e", async () => await While(() => test.Loop.FrameNumber == 0));
        Start("f", async () => await NextFrame());
        Start("g", async () => await Task.Yield());
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("a b c d e f g"));
    }

    [Test]
    public void FrameWaiters_OverManyFrames_KeepTheirOrder()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                for (var frame = 0; frame < 3; frame++)
                {
                    await NextFrame();
                    trace.Add(number);
                }
            });
        }

        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("0 1 2 0 1 2 0 1 2"));
    }

    [Test]
    public void Until_StillFalse_KeepsItsPlaceInLine()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        test.Loop.Start(async () =>
        {
            await Until(() => test.Loop.FrameNumber == 3);
            trace.Add("until");
        });
        test.Loop.Start(async () =>
        {
            await Frames(3);
            trace.Add("frames");
        });
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("until frames"));
    }

    [Test]
    public void Posts_OfOneThread_RunInOrder()
    {
        using var test = new TestLoop();
        var order = new List<int>();
        FromThread.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var number = i;
                test.Loop.Post(() => order.Add(number));
            }
        });
        test.Step();
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public void Post_InsideFrame_RunsInSameFrame()
    {
        using var test = new TestLoop();
        var frame = 0L;
        test.Loop.Post(() => test.Loop.Post(() => frame = test.Loop.FrameNumber));
        test.Step();
        Assert.That(frame, Is.EqualTo(1));
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(7, 7)]
    public void Frames_FromOutsideThePump_EndsInThatFrame(int count, int expected)
    {
        using var test = new TestLoop();
        var frame = -1L;
        test.Loop.Start(async () =>
        {
            await Frames(count);
            frame = test.Loop.FrameNumber;
        });
        test.Step(10);
        Assert.That(frame, Is.EqualTo(expected));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5)]
    public void Frames_FromInsideThePump_CountsFromTheCall(int count)
    {
        using var test = new TestLoop();
        var frame = -1L;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            await Frames(count);
            frame = test.Loop.FrameNumber;
        });
        test.Step(10);
        Assert.That(frame, Is.EqualTo(1 + count));
    }

    [Test]
    public void Frames_AwaitedLate_CountsFromTheCallNotTheAwait()
    {
        using var test = new TestLoop();
        var frame = -1L;
        test.Loop.Start(async () =>
        {
            var three = Frames(3);
            await NextFrame();
            await three;
            frame = test.Loop.FrameNumber;
        });
        test.Step(10);
        Assert.That(frame, Is.EqualTo(3));
    }

    [Test]
    public void Frames_Negative_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () => await Frames(-1));
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Delay_OfNothing_LastsOneFrame()
    {
        using var test = new TestLoop();
        var frame = -1L;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            await Delay(0);
            await Delay(-5);
            frame = test.Loop.FrameNumber;
        });
        test.Step(5, 0);
        Assert.That(frame, Is.EqualTo(3));
    }

    [Test]
    public void Delay_NotANumber_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () => await Delay(double.NaN));
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Until_TrueAtTheCall_GoesOnAtOnce()
    {
        using var test = new TestLoop();
        var ran = false;
        test.Loop.Start(async () =>
        {
            await Until(() => true);
            await While(() => false);
            ran = true;
        });
        Assert.That(ran, Is.True);
    }

    [Test]
    public void Until_Waiting_AsksOncePerFrameWithoutResuming()
    {
        using var test = new TestLoop();
        var asked = 0;
        var task = test.Loop.Start(async () => await Until(() => ++asked > 5));
        test.Step(4);
        Assert.That((asked, test.Loop.Tasks.Snapshot()[0].Id), Is.EqualTo((5, task.Id)));
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
    }
}
