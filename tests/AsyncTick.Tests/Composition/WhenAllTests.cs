using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class WhenAllTests
{
    [Test]
    public void WhenAll_Handles_GiveATuple()
    {
        using var test = new TestLoop();
        (int First, string Second, double Third) result = default;
        test.Run(async () => result = await WhenAll(Start(() => After(2, 1)), Start(() => After(1, "two")), Start(() => After(3, 3.0))));
        Assert.That(result, Is.EqualTo((1, "two", 3.0)));
        Assert.That(test.Now, Is.EqualTo(3).Within(0.1));
    }

    [Test]
    public void WhenAll_PlainTasks_GiveATuple()
    {
        using var test = new TestLoop();
        (int First, string Second) result = default;
        test.Run(async () => result = await WhenAll(After(1, 1), After(2, "b")));
        Assert.That(result, Is.EqualTo((1, "b")));
    }

    [Test]
    public void WhenAll_TwoFault_FirstInOrderIsThrownOtherIsLoggedAndAllHaveEnded()
    {
        using var test = new TestLoop();
        var caught = "";
        test.Run(async () =>
        {
            var slow = Start(() => After(3, 1));
            try
            {
                await WhenAll(Start(() => Fail("late", 2)), Start(() => Fail("early", 1)), slow);
            }
            catch (InvalidOperationException fault)
            {
                caught = fault.Message;
                Assert.That(slow.IsCompleted);
            }
        });
        Assert.That(caught, Is.EqualTo("late"));
        Assert.That(test.Log.Errors.Single(), Does.Contain("early"));
    }

    [Test]
    public void WhenAll_CallerCanceled_WaitEndsTasksGoOn()
    {
        using var test = new TestLoop();
        var worker = test.Loop.Start(() => After(5, 1));
        var reason = CancelReason.None;
        var waiter = test.Loop.Start(async () =>
        {
            try
            {
                await WhenAll([worker]);
            }
            catch (GameTaskCanceledException canceled)
            {
                reason = canceled.Reason;
            }
        });
        test.Step(2);
        Assert.That(test.Loop.Tasks.Snapshot()[1].Wait.Description, Is.EqualTo("1 of 1 tasks"));
        waiter.Cancel(CancelReason.EndPlay);
        test.Step(2);
        Assert.That((waiter.IsCompleted, worker.IsCompleted, reason), Is.EqualTo((true, false, CancelReason.EndPlay)));
        test.Advance(6);
    }

    [Test]
    public void WhenAll_List_GivesResultsInOrder()
    {
        using var test = new TestLoop();
        int[] results = [];
        test.Run(async () => results = await WhenAll(Enumerable.Range(0, 5).Select(i => Start(() => After(5 - i, i)))));
        Assert.That(results, Is.EqualTo([0, 1, 2, 3, 4]));
    }

    [Test]
    public void WhenAny_SecondEnds_GivesItsIndexAndThrowsNothing()
    {
        using var test = new TestLoop();
        var index = -1;
        test.Run(async () =>
        {
            GameTask[] tasks = [Start(() => After(2, 0)), Start(() => Fail("x", 1))];
            index = await WhenAny(tasks);
            Assert.That(async () => await tasks[index], Throws.InvalidOperationException);
            await tasks[0];
        });
        Assert.That(index, Is.EqualTo(1));
    }

    [Test]
    public void WhenAny_CallerCanceled_Ends()
    {
        using var test = new TestLoop();
        var waiter = test.Loop.Start(async () => await WhenAny([new TaskCompletionSource().Task]));
        test.Step();
        waiter.Cancel();
        test.Step();
        Assert.That(((Task)waiter).IsCanceled);
    }

    [Test]
    public void InScope_Canceled_ExceptionHasTheReason()
    {
        using var test = new TestLoop();
        var reason = CancelReason.None;
        var waiter = test.Loop.Start(async () =>
        {
            try
            {
                await new TaskCompletionSource().Task.InScope();
            }
            catch (GameTaskCanceledException canceled)
            {
                reason = canceled.Reason;
            }
        });
        test.Step();
        waiter.Cancel(CancelReason.Replaced);
        test.Step();
        Assert.That(reason, Is.EqualTo(CancelReason.Replaced));
    }

    private static async Task<T> After<T>(double seconds, T value)
    {
        await Delay(seconds);
        return value;
    }

    private static async Task<int> Fail(string message, double seconds)
    {
        await Delay(seconds);
        throw new InvalidOperationException(message);
    }

    [Test]
    public void WhenAll_CallerCanceled_LaterAndEarlierFaultsAreLogged()
    {
        using var test = new TestLoop();
        var slow = test.Loop.Start(async () =>
        {
            await Frames(4);
            throw new InvalidOperationException("later");
        });
        var quick = test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("earlier");
        });
        var caller = test.Loop.Start(async () => await WhenAll([slow, quick]));
        test.Step(2);
        Assert.That(test.Log.Errors, Is.Empty);
        caller.Cancel();
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1).And.Some.Contains("earlier"));
        test.Step(2);
        Assert.That(test.Log.Errors.Count(static error => error.Contains("later")), Is.EqualTo(Internals.FaultsToldAtOnce));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1 + Internals.FaultsToldAtOnce));
        Internals.LookAt(slow);
    }

    [Test]
    public void WhenAll_OfALoopOnAnotherThread_WaiterCanceled_FaultIsReportedThere()
    {
        using var test = new TestLoop();
        using var done = new ManualResetEventSlim();
        var far = test.Loop.RootScope.CreateLoop("far", drive: LoopDrive.Thread);
        var (farThread, faultThread) = (0, 0);
        GameTask[] tasks = [];
        test.Run(async () => tasks = await far.Run(async () =>
        {
            await NextFrame();
            farThread = Environment.CurrentManagedThreadId;
            Async.Loop.Faulted += _ =>
            {
                faultThread = Environment.CurrentManagedThreadId;
                done.Set();
            };
            return (GameTask[])[Start(Fail), Start(async () => await Delay(double.PositiveInfinity))];
        }));
        var waiter = test.Loop.Start(async () => await WhenAll(tasks));
        test.PumpUntil(() => tasks[0].IsCompleted);
        waiter.Cancel();

        // The far thread may have ended the task and not yet told so: then the waiter hears of that end before its own cancellation.
        test.PumpUntil(() => done.IsSet);
        Assert.That(faultThread, Is.EqualTo(farThread));
        test.Run(async () => await far.DisposeAsync());

        static async Task Fail()
        {
            await Delay(0.2);
            throw new InvalidOperationException("far");
        }
    }
}
