using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Faults that reach no task: async void, callbacks, predicates, tasks of nobody; and handlers of faults that misbehave themselves.</summary>
public sealed class StrayFaultTests
{
    [Test]
    public void AsyncVoid_Throws_IsLoggedWithItsTaskInTheSameFrame()
    {
        using var test = new TestLoop();
        static async void Strayed()
        {
            await NextFrame();
            throw new InvalidOperationException("void");
        }

        test.Loop.Start(async () =>
        {
            Strayed();
            await Frames(3);
        }, "owner");
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("void").And.One.Contains("'owner'").And.One.Contains("StrayFaultTests.cs"));
        test.Step(2);
        Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Completed), "an async void's fault ends that piece of code only");
    }

    [Test]
    public void AsyncVoid_ThrowsAtOnce_IsLogged()
    {
        using var test = new TestLoop();
        static async void Strayed()
        {
            await Task.CompletedTask;
            throw new InvalidOperationException("at once");
        }

        test.Loop.Start(() =>
        {
            Strayed();
            return Task.CompletedTask;
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("at once"));
    }

    [Test]
    public void AsyncVoid_Canceled_IsQuiet()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        static async void Strayed() => await Delay(100);
        scope.Start(async () =>
        {
            Strayed();
            await Delay(100);
        });
        test.Step();
        scope.Cancel();
        test.Step(3);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void AsyncVoid_OfACanceledTask_IsQuiet()
    {
        using var test = new TestLoop();
        static async void Strayed() => await Delay(100);
        var task = test.Loop.Start(async () =>
        {
            Strayed();
            await Delay(100);
        });
        test.Step();
        task.Cancel();
        test.Step(3);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void CallLater_Throws_IsReportedWithItsSite()
    {
        using var test = new TestLoop();
        test.Loop.Start(() =>
        {
            CallLater(0.5, () => throw new InvalidOperationException("later"));
            return Task.CompletedTask;
        });
        test.Advance(1);
        Assert.That(test.Log.Errors, Has.One.Contains("later").And.One.Contains("StrayFaultTests.cs:"));
    }

    [Test]
    public void Predicate_Throws_FailsItsWaiterOnly()
    {
        using var test = new TestLoop();
        var asked = 0;
        var caught = "";
        var other = false;
        test.Loop.Start(async () =>
        {
            try
            {
                await Until(() => ++asked < 3 ? false : throw new InvalidOperationException("predicate"));
            }
            catch (InvalidOperationException fault)
            {
                caught = fault.Message;
            }
        });
        test.Loop.Start(async () =>
        {
            await Until(() => test.Loop.FrameNumber >= 4);
            other = true;
        });
        test.Step(5);
        Assert.That((caught, asked, other, test.Log.Errors.Count), Is.EqualTo(("predicate", 3, true, 0)));
    }

    [Test]
    public void Predicate_ThrowsAtTheCall_IsThrownThere()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(async () => await Until(() => throw new InvalidOperationException("first look")));
        Assert.That(task.Exception?.InnerException?.Message, Is.EqualTo("first look"));
    }

    [Test]
    public void Predicate_CancelsItsOwnTask_EndsIt()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            var id = TaskId;
            await Until(() => test.Loop.FrameNumber == 1 && test.Loop.Tasks.Cancel(id));
        });
        test.Step(2);
        Assert.That((task.Task.IsCanceled, test.Log.Errors.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void EventHandler_Throws_BelongsToWhoRaisesIt()
    {
        using var test = new TestLoop();
        Action clicked = () => throw new InvalidOperationException("handler");
        test.Loop.Start(async () =>
        {
            await NextFrame();
            clicked();
        }, "raiser");
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("handler").And.One.Contains("'raiser'"));
    }

    [Test]
    public void Timer_Throws_IsLogged()
    {
        using var test = new TestLoop();
        using var timer = test.Loop.TimeProvider.CreateTimer(_ => throw new InvalidOperationException("timer"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        test.Advance(2.5);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2).And.All.Contains("timer"));
    }

    [Test]
    public void UntrackedTask_NobodyAwaits_IsLoggedAfterItsCollection()
    {
        using var test = new TestLoop();
        Abandon(test);
        test.Step();
        for (var i = 0; i < 5 && test.Log.Errors.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            test.Step();
        }

        Assert.That(test.Log.Errors, Has.One.Contains("abandoned to the collector").And.One.Contains("not awaited"));
    }

    [Test]
    public void InScope_OperationFailsAfterItsTaskWasCanceled_IsNobodys()
    {
        using var test = new TestLoop();
        CancelAndFail(test);
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            test.Step();
        }

        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void InScope_OperationThatACanceledTaskBegins_IsNobodys()
    {
        using var test = new TestLoop();
        BeginAndFail(test);
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            test.Step();
        }

        Assert.That(test.Log.Errors, Is.Empty);
    }

    // By itself, so that nothing here holds the operation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BeginAndFail(TestLoop test)
    {
        TaskCompletionSource? operation = null;
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                operation = new TaskCompletionSource();
                await operation.Task.InScope();
            }
        });
        test.Step();
        task.Cancel();
        test.Step(3);
        operation!.SetException(new InvalidOperationException("disposed under it"));
    }

    [Test]
    public void Faulted_Event_TellsOncePerFault()
    {
        using var test = new TestLoop();
        var told = new List<TaskFault>();
        test.Loop.Faulted += told.Add;
        var task = test.Loop.Start(() => Task.FromException(new InvalidOperationException("told")), "teller");
        test.Step(2);
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That((told[0].TaskId, told[0].TaskName, told[0].ScopePath, told[0].Exception.Message), Is.EqualTo((task.Id, "teller", "test", "told")));
    }

    [Test]
    public void Faulted_HandlerThrows_IsLoggedAndOthersAreReported()
    {
        using var test = new TestLoop();
        test.Loop.Faulted += _ => throw new InvalidOperationException("bad handler");
        test.Loop.Start(() => Task.FromException(new InvalidOperationException("one")));
        test.Loop.Start(() => Task.FromException(new InvalidOperationException("two")));
        test.Step();
        Assert.That(test.Log.Errors.Count(line => line.Contains("bad handler", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(test.Log.Errors, Has.Some.Contains("one").And.Some.Contains("two"));
    }

    [Test]
    public void Faulted_HandlerStartsTasks_TheyRun()
    {
        using var test = new TestLoop();
        var ran = 0;
        test.Loop.Faulted += fault =>
        {
            if (fault.TaskName == "first")
            {
                test.Loop.Start(async () =>
                {
                    await NextFrame();
                    ran++;
                });
                test.Loop.Start(() => Task.FromException(new InvalidOperationException("from the handler")), "second");
            }
        };
        test.Loop.Start(() => Task.FromException(new InvalidOperationException("x")), "first");
        test.Step(2);
        Assert.That(ran, Is.EqualTo(1));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(2));
    }

    [Test]
    public void Faulted_HandlerStartsTasksAfterAStrayFault_TheyRun()
    {
        using var test = new TestLoop();
        var ran = 0;
        test.Loop.Faulted += _ => test.Loop.Start(async () =>
        {
            await NextFrame();
            ran++;
        });
        test.Loop.Post(() => throw new InvalidOperationException("stray"));
        test.Step(2);
        Assert.That(ran, Is.EqualTo(1));
    }

    [Test]
    public void TokenCallback_Throws_IsLoggedAndTheRestIsCanceled()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Token.Register(() => throw new InvalidOperationException("registered"));
        var task = scope.Start(async () => await Delay(100));
        scope.Cancel();
        test.Step();
        Assert.That(task.IsCompleted, Is.True);
        Assert.That(test.Log.Errors, Has.One.Contains("registered"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(TestLoop test) =>
        test.Loop.Start(async () =>
        {
            static async Task Fail()
            {
                await NextFrame();
                throw new InvalidOperationException("abandoned to the collector");
            }

            _ = Fail();
            await NextFrame();
        });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CancelAndFail(TestLoop test)
    {
        var operation = new TaskCompletionSource<int>();
        var task = test.Loop.Start(async () => await operation.Task.InScope());
        test.Step();
        task.Cancel();
        test.Step(2);
        operation.SetException(new InvalidOperationException("too late"));
    }
}
