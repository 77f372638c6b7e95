using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Awaiting another task: the wait ends with the waiter, the awaited task goes on.</summary>
public sealed class TaskWaitTests
{
    [Test]
    public void Wait_WaiterCanceled_EndsAndTheOtherGoesOn()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () => await Delay(1));
        var waiter = test.Loop.Start(async () => await child);
        test.Step();
        waiter.Cancel();
        test.Step();
        Assert.That((waiter.Task.IsCanceled, child.IsCompleted), Is.EqualTo((true, false)));
        test.Advance(1);
        Assert.That((child.Task.IsCompletedSuccessfully, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Wait_WithResult_WaiterCanceled_Ends()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await Delay(1);
            return 7;
        });
        var waiter = test.Loop.Start(async () => await child);
        waiter.Cancel(CancelReason.Timeout);
        test.Step();
        Assert.That(waiter.Task.IsCanceled, Is.True);
        test.Advance(1.1);
        Assert.That(child.Task.Result, Is.EqualTo(7));
    }

    [Test]
    public void Wait_WaiterCanceledBefore_EndsByTheNextFrame()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () => await Delay(1));
        var waiter = test.Loop.Start(async () =>
        {
            Loop.Tasks.Cancel(TaskId);
            await child;
        });
        test.Step();
        Assert.That(waiter.Task.IsCanceled, Is.True);
        test.Advance(1);
    }

    [Test]
    public void Wait_OtherEndsAndWaiterIsCanceled_GivesTheOutcome()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await NextFrame();
            return 7;
        });
        var got = 0;
        GameTask waiter = test.Loop.Start(async () => got = await child);
        test.Loop.Start(async () =>
        {
            await NextFrame();
            waiter.Cancel();
        });
        test.Step(2);
        Assert.That((waiter.IsCompleted, got == 7 || waiter.Task.IsCanceled), Is.EqualTo((true, true)));
    }

    [Test]
    public void Fault_OfATaskThatNobodyAwaitsAnyMore_IsLoggedInItsFrame()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await Frames(5);
            throw new InvalidOperationException("left alone");
        });
        var waiter = test.Loop.Start(async () => await child);
        waiter.Cancel();
        test.Step(4);
        Assert.That(test.Log.Errors, Is.Empty);
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("left alone"));
    }

    [Test]
    public void Fault_OfATaskThatAnotherStillAwaits_IsTheirs()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await Frames(5);
            throw new InvalidOperationException("caught");
        });
        var caught = false;
        test.Loop.Start(async () =>
        {
            try
            {
                await child;
            }
            catch (InvalidOperationException)
            {
                caught = true;
            }
        });
        var waiter = test.Loop.Start(async () => await child);
        test.Step();
        waiter.Cancel();
        test.Step(6);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Wait_ManyCanceledOnOneTask_LeaveThePoolsIntact()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var child = test.Loop.Start(async () => await gate.WaitAsync());
        for (var i = 0; i < 50; i++)
        {
            var waiter = test.Loop.Start(async () => await child);
            test.Step();
            waiter.Cancel();
            test.Step();
        }

        var ended = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            var number = i;
            var other = test.Loop.Start(async () => await Frames(3));
            test.Loop.Start(async () =>
            {
                await child;
                ended.Add(number);
                await other;
                ended.Add(number);
            });
        }

        gate.Set();
        test.Step(6);
        Assert.That(ended, Has.Count.EqualTo(40));
        Assert.That((test.Loop.Tasks.Count, test.Log.Errors.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Wait_FromOutsideALoop_Works()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await NextFrame();
            return 7;
        });
        async Task<int> HostAsync() => await child;
        var host = HostAsync();
        test.PumpUntil(() => host.IsCompleted);
        Assert.That(host.Result, Is.EqualTo(7));
    }

    [Test]
    public void Wait_OnATaskOfAnotherLoop_ComesBackToItsOwn()
    {
        using var test = new TestLoop();
        using var other = new TestLoop();
        var child = other.Loop.Start(async () => await Frames(2));
        var onOwn = false;
        var waiter = test.Loop.Start(async () =>
        {
            await child;
            onOwn = ReferenceEquals(Loop, test.Loop);
        });
        test.Step();
        other.Step(2);
        test.Step();
        Assert.That((waiter.IsCompleted, onOwn), Is.EqualTo((true, true)));
    }
}
