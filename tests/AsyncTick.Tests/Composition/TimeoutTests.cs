using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class TimeoutTests
{
    [Test]
    public void WithTimeout_EndsInTime_GivesResult()
    {
        using var test = new TestLoop();
        var result = 0;
        test.Run(async () => result = await WithTimeout(2, async _ =>
        {
            await Delay(1);
            return 42;
        }));
        Assert.That(result, Is.EqualTo(42));
        Assert.That(test.Loop.RootScope.Children, Is.Empty);
        Assert.That(test.Loop.Clocks.Real.PendingWaits, Is.Zero, "the limit's timer is gone");
    }

    [Test]
    public void WithTimeout_TooSlow_ErrorNamesOperationAndElapsedTime()
    {
        using var test = new TestLoop();
        var reason = CancelReason.None;
        OperationTimeoutException? error = null;
        test.Run(async () =>
        {
            try
            {
                await WithTimeout(2, () => LoadMap("Arena"));
            }
            catch (TimeoutException timeout)
            {
                error = (OperationTimeoutException)timeout;
            }
        });
        Assert.That(error?.Operation, Is.EqualTo("LoadMap(\"Arena\")"));
        Assert.That(error?.ElapsedSeconds, Is.EqualTo(2.5).Within(0.1), "cleanup included");
        Assert.That(error?.Message, Does.Contain("LoadMap").And.Contain("2.0 s").And.Contain("TimeoutTests.cs:"));
        Assert.That(reason, Is.EqualTo(CancelReason.Timeout));
        Assert.That(test.Log.Errors, Is.Empty);

        async Task LoadMap(string name)
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException canceled)
            {
                reason = canceled.Reason;
                using (Defer(10))
                {
                    await Delay(0.5);
                }

                throw;
            }
        }
    }

    [Test]
    public void WithTimeout_PlainWait_EndsThroughTheToken()
    {
        using var test = new TestLoop();
        Assert.That(
            () => test.Run(async () => await WithTimeout(1, async token => await new TaskCompletionSource().Task.WaitAsync(token), "never")),
            Throws.TypeOf<OperationTimeoutException>());
        Assert.That(test.Now, Is.EqualTo(1).Within(0.1));
    }

    [Test]
    public void WithTimeout_ResultInSpiteOfCancellation_IsAResult()
    {
        using var test = new TestLoop();
        var result = "";
        test.Run(async () => result = await WithTimeout(1, async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (OperationCanceledException)
            {
            }

            return "partial";
        }));
        Assert.That(result, Is.EqualTo("partial"));
    }

    [Test]
    public void WithTimeout_OperationFaults_FaultIsThrown()
    {
        using var test = new TestLoop();
        Assert.That(
            () => test.Run(async () => await WithTimeout(5, async () =>
            {
                await NextFrame();
                throw new InvalidOperationException("broken");
            })),
            Throws.InvalidOperationException.With.Message.EqualTo("broken"));
        Assert.That(test.Log.Errors, Is.Empty.Or.All.Contain("broken"));
    }

    [Test]
    public void WithTimeout_CallerCanceled_IsNotATimeout()
    {
        using var test = new TestLoop();
        Exception? caught = null;
        var hasEnded = false;
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await WithTimeout(5, async () =>
                {
                    try
                    {
                        await Delay(100);
                    }
                    finally
                    {
                        hasEnded = true;
                    }
                });
            }
            catch (Exception fault)
            {
                Assert.That(hasEnded);
                caught = fault;
            }
        });
        test.Step(3);
        task.Cancel(CancelReason.SessionEnd);
        test.Step(3);
        Assert.That((caught as GameTaskCanceledException)?.Reason, Is.EqualTo(CancelReason.SessionEnd));
    }

    [Test]
    public void WithTimeout_BothInTheSameFrame_ResultWins()
    {
        using var test = new TestLoop();
        var result = 0;
        test.Run(async () => result = await WithTimeout(1, async () =>
        {
            await Delay(1);
            return 1;
        }));
        Assert.That(result, Is.EqualTo(1));
    }

    [Test]
    public void WithTimeout_Nested_InnerAndOuterAreToldApart()
    {
        using var test = new TestLoop();
        var caught = new List<string>();
        test.Run(async () =>
        {
            try
            {
                await WithTimeout(1, () => WithTimeout(5, () => new TaskCompletionSource().Task.InScope(), "inner"), "outer");
            }
            catch (OperationTimeoutException timeout)
            {
                caught.Add(timeout.Operation);
            }

            try
            {
                await WithTimeout(5, () => WithTimeout(1, () => new TaskCompletionSource().Task.InScope(), "inner"), "outer");
            }
            catch (OperationTimeoutException timeout)
            {
                caught.Add(timeout.Operation);
            }
        });
        Assert.That(caught, Is.EqualTo(["outer", "inner"]));
    }

    [Test]
    public void WithTimeout_GameClockPaused_DoesNotRunOut()
    {
        using var test = new TestLoop { TimeDilation = 0 };
        var task = test.Loop.Start(async () => await WithTimeout(1, () => Delay1(3), clock: Clock.Game));
        test.Advance(10);
        Assert.That(task.Inner().IsCompletedSuccessfully);

        static async Task Delay1(double seconds) => await Delay(seconds, Clock.Real);
    }

    [Test]
    public void WithTimeout_WhatTheOperationStarted_HasEndedToo()
    {
        using var test = new TestLoop();
        var left = -1;
        test.Run(async () =>
        {
            try
            {
                await WithTimeout(1, async () =>
                {
                    _ = Start(async () => await Delay(100));
                    await NextFrame();
                });
            }
            finally
            {
                left = Async.Loop.Tasks.Count;
            }
        });
        Assert.That(left, Is.EqualTo(1), "only the test's own task");
    }
}

internal static class GameTaskExtensions
{
    public static Task Inner(this GameTask task) => task;
}
