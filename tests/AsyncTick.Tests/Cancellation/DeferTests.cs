using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Stretches of code that a cancellation does not interrupt, and for how long.</summary>
public sealed class DeferTests
{
    [Test]
    public void Defer_CanceledMeanwhile_IsToldAfterwards()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(10))
            {
                await Frames(3);
                trace.Add("saved");
            }

            try
            {
                await NextFrame();
            }
            catch (GameTaskCanceledException canceled)
            {
                trace.Add(canceled.Reason);
                throw;
            }
        });
        task.Cancel(CancelReason.EndPlay);
        test.Step(5);
        Assert.That((trace.ToString(), task.Task.IsCanceled), Is.EqualTo(("saved EndPlay", true)));
    }

    [Test]
    public void Defer_OfOneThatTookTooLong_EndsWithoutTouchingALaterOne()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            var first = Defer(0.1);
            try
            {
                await Delay(10);
            }
            catch (GameTaskCanceledException)
            {
                trace.Add("overdue");
            }

            using (Defer(5))
            {
                first.Dispose();
                await Delay(1);
                trace.Add("saved");
            }

            await NextFrame();
        });
        test.Step();
        task.Cancel();
        test.Advance(2);
        Assert.That(trace.ToString(), Is.EqualTo("overdue saved"));
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void Defer_InFinally_LetsCleanUpWait()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(10))
                {
                    await Delay(0.05);
                    trace.Add("delay");
                    await Until(() => test.Loop.FrameNumber > 10);
                    trace.Add("until");
                    await gun.WaitAsync();
                    trace.Add("event");
                }
            }
        });
        test.Step();
        task.Cancel();
        test.Step(15);
        gun.Set();
        test.Step();
        Assert.That((trace.ToString(), task.Task.IsCanceled), Is.EqualTo(("delay until event", true)));
    }

    [Test]
    public void Defer_InFinally_LetsPlainWaitsInScopeWait()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var trace = new Trace();
        var task = test.Loop.RootScope.Start(async token =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(10))
                {
                    await gate.Task.InScope();
                    trace.Add(Token.IsCancellationRequested);
                    trace.Add(token.IsCancellationRequested);
                }

                trace.Add(Token.IsCancellationRequested);
            }
        });
        test.Step();
        task.Cancel();
        test.Step(3);
        gate.SetResult();
        test.Step(2);
        Assert.That((trace.ToString(), task.Task.IsCanceled), Is.EqualTo(("False True True", true)));
    }

    [Test]
    public void Defer_Nested_HoldsUntilTheOuterEnds()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(10))
            {
                using (Defer(10))
                {
                    await NextFrame();
                }

                await NextFrame();
                trace.Add("outer");
            }

            await NextFrame();
            trace.Add("after");
        });
        task.Cancel();
        test.Step(5);
        Assert.That((trace.ToString(), task.IsCompleted), Is.EqualTo(("outer", true)));
    }

    [Test]
    public void Defer_Overrun_IsLoggedAndCanceled()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(1))
            {
                await Delay(100);
            }
        }, "slow cleaner");
        test.Step();
        task.Cancel();
        test.Advance(0.9);
        Assert.That(task.IsCompleted, Is.False);
        test.Advance(0.3);
        Assert.That(task.Task.IsCanceled, Is.True);
        Assert.That(test.Log.Warnings, Has.One.Contains("'slow cleaner'"));
    }

    [Test]
    public void Defer_OverrunWithoutCancellation_IsQuiet()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            using (Defer(1))
            {
                await Delay(5);
            }
        });
        test.Advance(6);
        Assert.That((task.Task.IsCompletedSuccessfully, test.Log.Warnings.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Defer_DisposedTwice_CountsOnce()
    {
        using var test = new TestLoop();
        var frames = 0;
        var task = test.Loop.Start(async () =>
        {
            var held = Defer(10);
            held.Dispose();
            held.Dispose();
            while (true)
            {
                await NextFrame();
                frames++;
            }
        });
        test.Step(2);
        task.Cancel();
        test.Step();
        Assert.That((frames, task.IsCompleted), Is.EqualTo((2, true)));
    }

    [Test]
    public void Defer_Negative_IsRefused()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(() =>
        {
            Defer(-1);
            return Task.CompletedTask;
        });
        Assert.That(task.Exception?.InnerException, Is.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Defer_ShutdownMeanwhile_IsWaitedFor()
    {
        using var test = new TestLoop();
        var saved = false;
        test.Loop.Start(async () =>
        {
            using (Defer(10))
            {
                await Frames(5);
                saved = true;
            }
        });
        var report = test.Loop.Shutdown();
        Assert.That((report.IsClean, saved), Is.EqualTo((true, true)));
    }

    [Test]
    public void Defer_TwoOverdueInOneFrame_BothEndInItInTheirOrder()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var scope = test.Loop.RootScope.CreateChild("scope");
        for (var i = 1; i <= 3; i++)
        {
            var number = i;
            scope.Start(async () =>
            {
                try
                {
                    using (Defer(1))
                    {
                        await Delay(double.PositiveInfinity);
                    }
                }
                finally
                {
                    trace.Add(number);
                }
            });
        }

        scope.Cancel();
        test.Step(1, 2);
        Assert.That(trace.ToString(), Is.EqualTo("1 2 3"));
    }

    [Test]
    public void Defer_BegunWhileAnotherWaitOfTheTaskEnds_ThatOneEndsAsCanceledAndDoesNotBlock()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var endless = test.Loop.Start(async () => await Delay(double.PositiveInfinity));
        var task = test.Loop.Start(async () => await Task.WhenAll(Wait(), CleanUp()));
        task.Cancel();
        test.Step(2);
        test.Advance(1);
        Assert.That(trace.ToString(), Is.EqualTo("wait ended, cleaned up"));
        Assert.That(task.Task.IsCanceled);
        endless.Cancel();
        test.Step();

        async Task Wait()
        {
            try
            {
                await endless;
            }
            finally
            {
                trace.Add("wait ended,");
            }
        }

        async Task CleanUp()
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(10))
                {
                    await Delay(1);
                    trace.Add("cleaned up");
                }
            }
        }
    }
}
