using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The event: who it lets go, in which order, from which thread.</summary>
public sealed class EventTests
{
    [Test]
    public void Event_Set_ReleasesAllInOrderInTheSameFrame()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var trace = new Trace();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                await gun.WaitAsync();
                trace.Add(number + "@" + test.Loop.FrameNumber);
            });
        }

        test.Loop.Post(() =>
        {
            gun.Set();
            trace.Add("set");
        });
        test.Step(2);
        Assert.That(trace.ToString(), Is.EqualTo("set 0@1 1@1 2@1 3@1 4@1"));
    }

    [Test]
    public void Event_AlreadySet_DoesNotWait()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent(isSet: true);
        var ran = false;
        test.Loop.Start(async () =>
        {
            await gun.WaitAsync();
            ran = true;
        });
        Assert.That(ran, Is.True);
    }

    [Test]
    public void Event_Reset_MakesThoseWhoComeWait()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent(isSet: true);
        gun.Reset();
        var task = test.Loop.Start(async () => await gun.WaitAsync());
        test.Step();
        Assert.That((task.IsCompleted, gun.WaiterCount, gun.IsSet), Is.EqualTo((false, 1, false)));
        gun.Set();
        test.Step();
        Assert.That((task.IsCompleted, gun.WaiterCount), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Event_SetAndResetAtOnce_ReleasesThoseWhoWaited()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var task = test.Loop.Start(async () => await gun.WaitAsync());
        gun.Set();
        gun.Reset();
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Event_SetFromAThread_ReleasesInTheNextFrame()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var task = test.Loop.Start(async () => await gun.WaitAsync());
        FromThread.Run(gun.Set);
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Event_SetAndResetFromAThread_DoesNotReleaseThoseWhoComeLater()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var before = test.Loop.Start(async () => await gun.WaitAsync());
        FromThread.Run(() =>
        {
            gun.Set();
            gun.Reset();
        });
        var after = test.Loop.Start(async () => await gun.WaitAsync());
        test.Step(2);
        Assert.That((before.IsCompleted, after.IsCompleted), Is.EqualTo((true, false)));
        gun.Set();
        test.Step();
        Assert.That(after.IsCompleted, Is.True);
    }

    [Test]
    public void Event_WaiterCanceledInTheMiddle_OthersKeepTheirOrder()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var order = new List<int>();
        var tasks = new List<GameTask>();
        for (var i = 0; i < 7; i++)
        {
            var number = i;
            tasks.Add(test.Loop.Start(async () =>
            {
                await gun.WaitAsync();
                order.Add(number);
            }));
        }

        tasks[0].Cancel();
        tasks[3].Cancel();
        tasks[6].Cancel();
        gun.Set();
        test.Step();
        Assert.That(order, Is.EqualTo([1, 2, 4, 5]));
    }

    [Test]
    public void Event_OfAnotherLoop_IsNamed()
    {
        using var test = new TestLoop();
        using var other = new TestLoop(new GameLoopOptions { Name = "other" });
        var gun = new AsyncManualResetEvent(name: "starter's gun");
        test.Loop.Start(async () => await gun.WaitAsync());
        Task wrong = other.Loop.Start(async () => await gun.WaitAsync());
        Assert.That(wrong.Exception?.InnerException?.Message, Does.Contain("starter's gun").And.Contain("'other'").And.Contain("'test'"));
        gun.Set();
        test.Step();
    }
}
