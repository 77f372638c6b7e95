using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What differs for methods that the runtime itself suspends.</summary>
[NonParallelizable]
public sealed class RuntimeAsyncTests
{
    private const int Tasks = 20;
    private const int Frames = 100;

    private static IEnumerable<TestCaseData> Waits()
    {
        TestCaseData Case(string name, Func<Switch, Task> wait) => new TestCaseData(wait).SetArgDisplayNames(name);
        yield return Case("NextFrame", static async on => { while (on.Goes) { await NextFrame(); } });
        yield return Case("Delay", static async on => { while (on.Goes) { await Delay(0.001); } });
        yield return Case("Yield", static async on => { while (on.Goes) { await Task.Yield(); } });
    }

    [TestCaseSource(nameof(Waits))]
    public void Wait_ResumesOnceAFrame_AndCostsWhatTheRuntimeKeeps(object wait)
    {
        using var test = new TestLoop();
        var on = new Switch();
        for (var i = 0; i < Tasks; i++)
        {
            test.Loop.Start(() => ((Func<Switch, Task>)wait)(on));
        }

        test.Step(80);
        var steps = test.Loop.Stats.Steps;
        test.Step(Frames);
        Assert.That(test.Loop.Stats.Steps - steps, Is.EqualTo(Tasks * Frames));
        Assert.That(Allocation.Of(() => test.Step(Frames)), Is.LessThanOrEqualTo(Allocation.OfRuntime(Tasks * Frames)));
        on.Goes = false;
        test.Step();
    }

    [Test]
    public void PollingLoop_WithAnEndlessBudget_TakesOneStepAFrame()
    {
        using var test = new TestLoop(new GameLoopOptions { BudgetSeconds = 1e6 });
        var steps = 0;
        test.Loop.Start(async () =>
        {
            while (steps < 200)
            {
                await Task.Yield();
                steps++;
            }
        });
        test.Step(200);
        Assert.That(steps, Is.EqualTo(200));
    }

    [Test]
    public void Fault_HasFileAndLineOfEachMethod()
    {
        using var test = new TestLoop();
        var line = 0;
        test.Loop.Start(Outer, "fails");
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain($"RuntimeAsyncTests.cs:line {line}").And.Contain(".Outer(").Or.Contain("g__Outer").And.Contain("Inner"));

        async Task Outer() => await Inner();

        async Task Inner()
        {
            await NextFrame();
            line = Line() + 1;
            throw new InvalidOperationException("boom");
        }

        static int Line([CallerLineNumber] int line = 0) => line;
    }

    internal sealed class Switch
    {
        public bool Goes { get; set; } = true;
    }

    /// <summary>Documented: what a call returned is awaited through the thread pool when its end is not to run its continuations in place.</summary>
    [Test]
    public void Await_OfACallThatEndsAsynchronously_ComesBackInALaterFrame()
    {
        using var test = new TestLoop();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = 0;
        test.Loop.Start(async () =>
        {
            await gate.Task;
            thread = Environment.CurrentManagedThreadId;
        });
        test.Loop.Post(gate.SetResult);
        test.PumpUntil(() => thread != 0);
        Assert.That(thread, Is.EqualTo(Environment.CurrentManagedThreadId));
    }
}
