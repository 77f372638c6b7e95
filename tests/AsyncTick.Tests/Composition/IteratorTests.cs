using System.Collections;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class IteratorTests
{
    [Test]
    public void Start_Iterator_WaitsForWhatItYields()
    {
        using var test = new TestLoop();
        var log = new List<string>();
        var task = test.Loop.RootScope.Start(Routine());
        Assert.That(log, Is.EqualTo(["start"]), "runs to its first wait at once");
        test.Step();
        Assert.That(log, Has.Count.EqualTo(2));
        test.Advance(10);
        Assert.That(log, Is.EqualTo(["start", "frame", "1.5 s", "2 s", "2.5 s", "nested ran", "task 7", "3.5 s"]));
        Assert.That(((Task)task).IsCompletedSuccessfully);
        Assert.That(test.Loop.Tasks.History()[0].Name, Is.EqualTo("Routine()"));

        IEnumerator Routine()
        {
            log.Add("start");
            yield return null;
            log.Add("frame");
            yield return 1.48;
            log.Add($"{Seconds()} s");
            yield return Wait.Seconds(0.5);
            log.Add($"{Seconds()} s");
            yield return new WaitForSeconds(0.5);
            log.Add($"{Seconds()} s");
            yield return Nested();
            var seven = Start(Seven);
            yield return seven;
            log.Add($"task {((Task<int>)seven).Result}");
            yield return Wait.Until(() => test.Now > 3.45);
            log.Add($"{Seconds()} s");
        }

        IEnumerator Nested()
        {
            yield return Wait.Frames(2);
            log.Add("nested ran");
        }

        async Task<int> Seven()
        {
            await NextFrame();
            return 7;
        }

        double Seconds() => Math.Round(test.Now * 2) / 2;
    }

    [Test]
    public void Cancel_Nested_FinallyBlocksRunInnermostFirst()
    {
        using var test = new TestLoop();
        var log = new List<string>();
        var task = test.Loop.RootScope.Start(Outer());
        test.Step(2);
        task.Cancel();
        test.Step();
        Assert.That(log, Is.EqualTo(["inner", "outer"]));
        Assert.That(((Task)task).IsCanceled);
        Assert.That(test.Log.Errors, Is.Empty);

        IEnumerator Outer()
        {
            try
            {
                yield return Inner();
            }
            finally
            {
                log.Add("outer");
            }
        }

        IEnumerator Inner()
        {
            try
            {
                yield return 100;
            }
            finally
            {
                log.Add("inner");
            }
        }
    }

    [Test]
    public void Fault_InsideRoutine_IsLoggedAndFinallyRuns()
    {
        using var test = new TestLoop();
        var cleaned = false;
        test.Loop.RootScope.Start(Routine(), "patrol");
        test.Step();
        Assert.That(test.Log.Errors.Single(), Does.Contain("'patrol'").And.Contain("no path").And.Contain("IteratorTests.cs:line"));
        Assert.That(cleaned);

        IEnumerator Routine()
        {
            try
            {
                yield return null;
                throw new InvalidOperationException("no path");
            }
            finally
            {
                cleaned = true;
            }
        }
    }

    [Test]
    public void Fault_OfAYieldedTask_EndsTheRoutine()
    {
        using var test = new TestLoop();
        var task = test.Loop.RootScope.Start(Routine());
        test.Step(2);
        Assert.That(((Task)task).IsFaulted);
        Assert.That(test.Log.Errors.Single(), Does.Contain("broken"));

        static IEnumerator Routine()
        {
            yield return Fail();
        }

        static async Task Fail()
        {
            await NextFrame();
            throw new InvalidOperationException("broken");
        }
    }

    [Test]
    public void Cancel_WhileWaitingForAPlainTask_EndsAtOnce()
    {
        using var test = new TestLoop();
        var task = test.Loop.RootScope.Start(Routine());
        test.Step();
        task.Cancel();
        test.Step();
        Assert.That(((Task)task).IsCanceled);

        static IEnumerator Routine()
        {
            yield return new TaskCompletionSource().Task;
        }
    }

    [Test]
    public void Yield_Nonsense_IsAFaultThatNamesIt()
    {
        using var test = new TestLoop();
        test.Loop.RootScope.Start(Routine());
        test.Step();
        Assert.That(test.Log.Errors.Single(), Does.Contain("yielded a String").And.Contain("Yield null"));

        static IEnumerator Routine()
        {
            yield return "later";
        }
    }

    [Test]
    public void Cancel_WhileWaitingForAHandle_ItsLaterFaultIsLogged()
    {
        using var test = new TestLoop();
        var child = test.Loop.Start(async () =>
        {
            await Frames(3);
            throw new InvalidOperationException("later");
        });
        var routine = test.Loop.RootScope.Start(Waiting(child));
        routine.Cancel();
        test.Step(3);
        Assert.That((routine.Task.IsCanceled, test.Log.Errors.Count), Is.EqualTo((true, Internals.FaultsToldAtOnce)));
        Internals.LookAt(child);

        static IEnumerator Waiting(GameTask task)
        {
            yield return task;
        }
    }
}
