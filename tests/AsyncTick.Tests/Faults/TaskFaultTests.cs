using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Tracked tasks that fail: reported in the same frame, exactly once, unless somebody awaits them.</summary>
public sealed class TaskFaultTests
{
    [Test]
    public void Fault_NobodyAwaits_IsLoggedInTheSameFrameOnce()
    {
        using var test = new TestLoop();
        test.Loop.Start(FailNextFrame, "patrol");
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        test.Step(5);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void Fault_Report_NamesTaskScopeStartAndLine()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("Guard");
        scope.Start(FailNextFrame, "patrol");
        test.Step();
        Assert.That(test.Log.Errors[0], Does.Contain("'patrol'").And.Contain("test/Guard").And.Contain("OOOOOOPS").And.Contain("Started at TaskFaultTests.cs:").And.Match(@"FailNextFrame\(\) in .*TaskFaultTests\.cs:line \d+"));
    }

    [Test]
    public void Fault_InTheFirstStep_IsLoggedOnce()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => throw new InvalidOperationException("before any await"));
        test.Step(3);
        Assert.That(test.Log.Errors, Has.One.Contains("before any await"));
    }

    [Test]
    public void Fault_NullTask_IsNamed()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => null!);
        test.Loop.Start<int>(() => null!);
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2).And.All.Contains("returned null"));
    }

    [Test]
    public void Fault_InFinally_IsTheOneReported()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            try
            {
                await FailNextFrame();
            }
            finally
            {
                await NextFrame();
#pragma warning disable CA2219 // The point of the test.
                throw new InvalidOperationException("in finally");
#pragma warning restore CA2219
            }
        });
        test.Step(2);
        Assert.That(test.Log.Errors, Has.One.Contains("in finally"));
    }

    [Test]
    public void Fault_InFinallyOfACanceledTask_IsReported()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                throw new InvalidOperationException("clean-up failed");
            }
        });
        task.Cancel();
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("clean-up failed"));
        Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Faulted));
    }

    [Test]
    public void Fault_WhenAllWithSeveral_ReportsTheAwaitedOneOnce()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Task.WhenAll(Fail("one"), Fail("two")));
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("one"));
    }

    [Test]
    public void Fault_AggregateEndsATask_ShowsAllOfThem()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => Task.WhenAll(Fail("one"), Fail("two")));
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("one").And.Contain("two"));
    }

    [Test]
    public void Fault_AwaitedByAnotherTask_IsTheirs()
    {
        using var test = new TestLoop();
        var caught = 0;
        test.Loop.Start(async () =>
        {
            try
            {
                await Start(FailNextFrame);
            }
            catch (InvalidOperationException)
            {
                caught++;
            }
        });
        test.Step(3);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Fault_AwaitedByManyTasks_IsThrownInEach()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(FailNextFrame);
        var caught = 0;
        for (var i = 0; i < 5; i++)
        {
            test.Loop.Start(async () =>
            {
                try
                {
                    await child;
                }
                catch (InvalidOperationException)
                {
                    caught++;
                }
            });
        }

        test.Step(2);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((5, 0)));
    }

    [Test]
    public void Fault_AwaitedLateInTheSameFrame_IsTheirs()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(FailNextFrame);
        var caught = false;
        test.Loop.Start(async () =>
        {
            await NextFrame();
            try
            {
                await child;
            }
            catch (InvalidOperationException)
            {
                caught = true;
            }
        });
        test.Step();
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Fault_AwaitedAsPlainTask_IsTheirs()
    {
        using var test = new TestLoop();
        Task child = test.Loop.Start(FailNextFrame);
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
        test.Step(2);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Fault_InWhenAll_IsTheirs()
    {
        using var test = new TestLoop();
        var caught = false;
        test.Loop.Start(async () =>
        {
            try
            {
                await Task.WhenAll(Start(FailNextFrame), Start(async () => await NextFrame()));
            }
            catch (InvalidOperationException)
            {
                caught = true;
            }
        });
        test.Step(2);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Fault_AwaitedAsPlainTaskBehindTheBudget_IsTheirs()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.001));
        Task child = test.Loop.Start(async () =>
        {
            await NextFrame();
            watch.Spend(1);
            throw new InvalidOperationException("OOOOOOPS");
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
        test.Step(3);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Fault_PlainTaskNobodyAwaits_IsLoggedInTheSameFrame()
    {
        using var test = new TestLoop();
        Task child = test.Loop.Start(FailNextFrame);
        test.Step();
        Assert.That((child.IsFaulted, test.Log.Errors.Count), Is.EqualTo((true, Internals.FaultsToldAtOnce)));
        Internals.LookAt(child);
    }

    [Test]
    public void Fault_GoesUpThroughParents_IsLoggedOnce()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await Start(async () => await Start(FailNextFrame, "child"), "parent"), "grandparent");
        test.Step(3);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("'grandparent'"));
    }

    [Test]
    public void Fault_LoggedEarlyAndRethrownLater_IsLoggedOnce()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(FailNextFrame, "child");
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        test.Loop.Start(async () => await child, "late");
        test.Step(2);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void Cancellation_NobodyAskedFor_IsAFault()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new OperationCanceledException("by accident");
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("without a cancellation request").And.One.Contains("by accident"));
    }

    [Test]
    public void Cancellation_ByATokenOfTheCallers_IsQuiet()
    {
        using var test = new TestLoop();
        using var limit = new CancellationTokenSource();
        var task = test.Loop.Start(async () => await Delay(100, limit.Token));
        test.Step();
        limit.Cancel();
        test.Step();
        Assert.That((task.Task.IsCanceled, test.Log.Errors.Count, test.Loop.Clocks.Real.PendingWaits), Is.EqualTo((true, 0, 0)));
    }

    [Test]
    public void Cancellation_OfAnAwaitedTask_IsQuiet()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () => await Delay(100));
        Task parent = test.Loop.Start(async () => await child);
        child.Cancel();
        test.Step(2);
        Assert.That((parent.IsCanceled, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Fault_AfterItsScopeClosed_IsReported()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (OperationCanceledException)
            {
                await Task.Yield();
                throw new InvalidOperationException("too late");
            }
        });
        scope.Cancel();
        test.Step(3);
        Assert.That(test.Log.Errors, Has.One.Contains("too late"));
        Assert.That(scope.State, Is.EqualTo(ScopeState.Closed));
    }

    [Test]
    public void Fault_InHistory_ShowsWhatItWas()
    {
        using var test = new TestLoop();
        test.Loop.Start(FailNextFrame, "patrol");
        test.Step();
        var row = test.Loop.Tasks.History()[0];
        Assert.That((row.Name, row.State, row.LastFault), Is.EqualTo(("patrol", TaskState.Faulted, "InvalidOperationException: OOOOOOPS")));
    }

    [Test]
    public void Handle_AwaitedManyTimes_GivesItsResultEachTime()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await NextFrame();
            return 7;
        });
        var sum = 0;
        test.Loop.Start(async () =>
        {
            sum += await child;
            sum += await child;
            sum += await child.Task;
            GameTask untyped = child;
            await untyped;
        });
        test.Step(2);
        Assert.That(sum, Is.EqualTo(21));
    }

    private static async Task FailNextFrame()
    {
        await NextFrame();
        throw new InvalidOperationException("OOOOOOPS");
    }

    private static async Task Fail(string message)
    {
        await NextFrame();
        throw new InvalidOperationException(message);
    }
}
