using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Several tasks that await the same one: their order, and whose its fault is.</summary>
public sealed class JoinLineTests
{
    [Test]
    public void Waiters_OfOneTask_ResumeInTheirOrder()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var child = test.Loop.Start(async () => await NextFrame());
        for (var i = 1; i <= 4; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                await child;
                trace.Add(number);
            });
        }

        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("1 2 3 4"));
    }

    [Test]
    public void Waiters_OneInTheMiddleCanceled_OthersKeepTheirOrder()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var child = test.Loop.Start(async () => await Frames(2));
        var waiters = Enumerable.Range(1, 3).Select(number => test.Loop.Start(async () =>
        {
            try
            {
                await child;
            }
            finally
            {
                trace.Add(number);
            }
        })).ToArray();
        waiters[1].Cancel();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("2 1 3"));
    }

    [Test]
    public void Fault_OneWaiterCanceledTheOtherPaused_IsThePausedOnesAndNotLogged()
    {
        using var test = new TestLoop();
        var paused = test.Loop.RootScope.CreateChild("paused");
        var child = test.Loop.Start(async () =>
        {
            await Frames(2);
            throw new InvalidOperationException("child");
        });
        var caught = "";
        paused.Start(async () =>
        {
            try
            {
                await child;
            }
            catch (InvalidOperationException fault)
            {
                caught = fault.Message;
            }
        });
        var canceled = test.Loop.Start(async () => await child);
        paused.Pause();
        canceled.Cancel();
        test.Step(4);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo(("", 0)));
        paused.Resume();
        test.Step();
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo(("child", 0)));
    }

    [Test]
    public void Fault_OnlyWaiterCanceled_IsLogged()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await Frames(2);
            throw new InvalidOperationException("child");
        });
        var waiter = test.Loop.Start(async () => await child);
        waiter.Cancel();
        test.Step(3);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void Wait_OfAbandonedTask_EndsWithACancellation()
    {
        using var test = new TestLoop();
        var lost = test.Loop.RootScope.CreateChild("lost");
        var child = lost.Start(async () => await new TaskCompletionSource().Task);
        var waiter = test.Loop.Start(async () => await child);
        lost.Abandon();
        test.Step();
        Assert.That(waiter.IsCompleted, Is.False);
        waiter.Cancel();
        test.Step();
        Assert.That(waiter.Task.IsCanceled, Is.True);
    }

    [Test]
    public void Wait_WithAnAwaiterKeptFromBeforeTheEnd_GoesOn()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () => await NextFrame());
        var went = false;
        test.Loop.Start(async () =>
        {
            var awaiter = child.GetAwaiter();
            await Frames(3);
            awaiter.OnCompleted(() => went = true);
        });
        test.Step(4);
        Assert.That(went, Is.True);
    }

    [Test]
    public void Wait_ForATaskOfAnotherLoop_GivesItsOutcomeAndEndsWithTheWaiter()
    {
        using var test = new TestLoop();
        using var other = new TestLoop();
        var far = other.Loop.Start(async () =>
        {
            await NextFrame();
            return 7;
        });
        var waiter = test.Loop.Start(async () => await far);
        var impatient = test.Loop.Start(async () => await far);
        impatient.Cancel();
        test.Step();
        Assert.That((impatient.Task.IsCanceled, waiter.IsCompleted), Is.EqualTo((true, false)));
        other.Step();
        test.Step();
        Assert.That(waiter.Task.Result, Is.EqualTo(7));
    }

    [Test]
    public void Wait_InSteadyState_AllocatesNothingOfItsOwn()
    {
        using var test = new TestLoop();
        var rounds = 0;
        var scope = test.Loop.RootScope.CreateChild("scope");
        var awaited = false;
        scope.Start(async () =>
        {
            while (true)
            {
                var child = Start(static async () => await NextFrame(), "child");
                if (awaited)
                {
                    await child;
                }
                else
                {
                    await NextFrame();
                }

                rounds++;
            }
        });

        // A child is ended within the frame that its parent goes on in, either way.
        var without = Allocation.Of(() => test.Step(100));
        awaited = true;
        var with = Allocation.Of(() => test.Step(100));
        Assert.That(rounds, Is.GreaterThan(900));
        Assert.That(with, Is.LessThanOrEqualTo(without + Allocation.OfRuntime(100)));
        scope.Cancel();
        test.RunUntilIdle();
    }
}
