using System.Reflection;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What counts starts, scopes, signals and steps goes on past two thousand million of them.</summary>
public sealed class CounterTests
{
    private const long Last = int.MaxValue;

    [Test]
    [Category("case 42")]
    public void Starts_PastTheLastNumber_CanBeCanceledAndHaveNumbersOfTheirOwn()
    {
        using var test = new TestLoop();
        var ended = 0;
        async Task Body()
        {
            try
            {
                await Delay(1e6);
            }
            finally
            {
                ended++;
            }
        }

        var scope = test.Loop.RootScope.CreateChild("many");
        GameTask[] first = [.. Enumerable.Range(0, 5).Select(_ => scope.Start(Body))];
        Counters.Set(test.Loop.Tasks, "Records.Ids.Last", Last - 2);
        GameTask[] second = [.. Enumerable.Range(0, 10).Select(_ => scope.Start(Body))];
        int[] ids = [.. first.Concat(second).Select(static task => task.Id)];
        Assert.That(ids, Is.Unique.And.All.GreaterThan(0), "numbers are unique among the living");
        Assert.That(test.Loop.Tasks.Snapshot(scope).Select(static task => task.Id), Is.EqualTo(ids), "lists are in order of start");
        scope.Cancel();
        test.Step(3);
        Assert.That(ended, Is.EqualTo(15));
        Assert.That(scope.State, Is.EqualTo(ScopeState.Closed));
    }

    [Test]
    public void OverdueTask_StartedPastTheLastNumber_IsNamed()
    {
        using var test = new TestLoop(new GameLoopOptions { GraceSeconds = 0.1 });
        Counters.Set(test.Loop.Tasks, "Records.Ids.Last", Last - 1);
        var gate = new TaskCompletionSource();
        for (var i = 0; i < 4; i++)
        {
            test.Loop.Start(() => gate.Task, $"stubborn {i}");
        }

        test.Loop.RootScope.CancelTasks();
        test.Step(60);
        Assert.That(test.Log.Warnings, Has.Exactly(1).Contains("stubborn 0").And.Exactly(1).Contains("stubborn 3"));
        gate.SetResult();
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
    }

    [Test]
    public void Scopes_PastTheLastNumber_HaveNumbersOfTheirOwn()
    {
        using var test = new TestLoop();
        var root = test.Loop.RootScope;
        var before = root.CreateChild("before");
        Counters.Set(root, "_ids.Last", Last - 1);
        int[] ids = [root.Id, before.Id, .. Enumerable.Range(0, 5).Select(i => root.CreateChild($"{i}").Id)];
        Assert.That(ids, Is.Unique.And.All.GreaterThan(0));
    }

    [Test]
    public void Event_SetPastTheLastNumber_ReleasesItsWaiters()
    {
        using var test = new TestLoop();
        var signal = new AsyncManualResetEvent();
        var passed = 0;
        async Task Wait()
        {
            await signal.WaitAsync();
            passed++;
        }

        Counters.Set(signal, "_state", (Last - 1) * 2);
        for (var i = 1; i <= 4; i++)
        {
            var task = test.Loop.Start(Wait);
            test.Step();
            signal.Set();
            signal.Reset();
            test.Step(2);
            Assert.That(passed, Is.EqualTo(i));
        }
    }

    [Test]
    public void Steps_PastTheLastNumber_AreCounted()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(static async () =>
        {
            while (true)
            {
                await NextFrame();
            }
        });
        test.Step(2);
        var context = typeof(GameTask).GetProperty("Context", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(task)!;
        Counters.Set(context, "Record.Resumes", Last - 2);
        Counters.Set(context, "Record.Details.MeasuredSteps", Last - 2);
        test.Step(10);
        var info = test.Loop.Tasks.Snapshot().Single();
        Assert.That(info.Resumes, Is.EqualTo(Last + 8));
        task.Cancel();
        test.Step(2);
    }
}
