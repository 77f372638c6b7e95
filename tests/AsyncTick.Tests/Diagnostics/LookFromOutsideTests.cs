using System.Text.Json;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

/// <summary>What other threads can see of a loop while its own thread is held.</summary>
public sealed class LookFromOutsideTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Test]
    public void WhoHolds_DuringAStep_NamesTaskAndWait()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", WatchdogSeconds = double.PositiveInfinity });
        ThreadHold? hold = null;
        test.Loop.RootScope.CreateChild("scope").Start(
            async () =>
            {
                await NextFrame("Hang.cs", 3);
                hold = FromOutside(() => LoopDiagnostics.WhoHolds(test.Loop));
            },
            "hang");
        test.Step(2);
        Assert.Multiple(() =>
        {
            Assert.That((hold!.TaskId, hold.TaskName, hold.ScopePath, hold.Site), Is.EqualTo((1, "hang", "test/scope", "Hang.cs:3")));
            Assert.That(hold.Description, Is.EqualTo("Task 'hang' (#1 in test/scope), whose last wait was at Hang.cs:3"));
            Assert.That(FromOutside(() => LoopDiagnostics.WhoHolds(test.Loop)), Is.Null, "between frames");
        });
    }

    [Test]
    public void WhoHolds_WithAWatchdog_KnowsSinceWhen()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", WatchdogSeconds = double.PositiveInfinity });
        var wasSeen = false;
        test.Loop.Start(() =>
        {
            wasSeen = FromOutside(() => SpinWait.SpinUntil(() => LoopDiagnostics.WhoHolds(test.Loop) is { Seconds: > 0.02 }, Limit));
            return Task.CompletedTask;
        });
        Assert.That(wasSeen);
        Assert.That(test.Log.Warnings, Is.Empty, "a watchdog without a limit says nothing");
    }

    [Test]
    public void WhoHolds_OfABlockingWait_NamesItsLineWhileItLasts()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", WatchdogSeconds = double.PositiveInfinity });
        using var end = new ManualResetEvent(false);
        (string During, string After) seen = ("", "");
        test.Loop.Start(() =>
        {
            var looking = new Thread(() =>
            {
                SpinWait.SpinUntil(() => LoopDiagnostics.WhoHolds(test.Loop) is { BlockedAt.Length: > 0 } hold && (seen.During = hold.BlockedAt).Length > 0, Limit);
                end.Set();
            });
            looking.Start();
            end.WaitOne();
            seen.After = FromOutside(() => LoopDiagnostics.WhoHolds(test.Loop))!.BlockedAt;
            return Task.CompletedTask;
        });
        Assert.That(seen.During, Does.Match(@"^LookFromOutsideTests\.cs:\d+ by WaitHandle\.WaitOne; await RunInExecutor"));
        Assert.That(seen.After, Is.Empty);
    }

    [Test]
    public void PeekTasks_DuringAStep_IsTheSnapshot()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", WatchdogSeconds = double.PositiveInfinity });
        var door = new AsyncManualResetEvent(name: "door");
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () => await door.WaitAsync("Door.cs", 8), "waiter");
        scope.Start(async () => await Delay(5, Clock.Real, "Delay.cs", 9), "sleeper");
        test.Loop.Start(() => Task.CompletedTask, "ended");
        (IReadOnlyList<TaskInfo> Seen, IReadOnlyList<TaskInfo> Told) lists = default;
        var json = "";
        test.Loop.Start(
            async () =>
            {
                await NextFrame("Look.cs", 1);
                lists = (FromOutside(() => LoopDiagnostics.PeekTasks(test.Loop)), test.Loop.Tasks.Snapshot());
                json = FromOutside(() => LoopDiagnostics.PeekJson(test.Loop));
            },
            "looker");
        test.Step(2);
        Assert.That(lists.Seen, Is.EqualTo(lists.Told));
        Assert.That(lists.Seen.Select(task => (task.Name, task.State)), Is.EqualTo(new[] { ("waiter", TaskState.Waiting), ("sleeper", TaskState.Waiting), ("looker", TaskState.Running) }));
        Assert.That(JsonDocument.Parse(json).RootElement.GetProperty("tasks").GetArrayLength(), Is.EqualTo(3));
        door.Set();
        test.Advance(6);
    }

    [Test]
    public void PeekTasks_WhileTasksComeAndGo_NeverThrows()
    {
        using var test = new TestLoop();
        using var stop = new ManualResetEventSlim();
        var looks = 0;
        var looking = Task.Run(() =>
        {
            for (; !stop.IsSet; looks++)
            {
                // One whose start is under way may have no name yet.
                foreach (var task in LoopDiagnostics.PeekTasks(test.Loop).Where(task => task.Resumes > 0))
                {
                    Assert.That(task.Name, Is.EqualTo("short").Or.EqualTo("long"));
                }

                _ = LoopDiagnostics.WhoHolds(test.Loop);
            }
        });
        for (var frame = 0; frame < 300 || (Volatile.Read(ref looks) < 100 && !looking.IsCompleted); frame++)
        {
            for (var i = 0; i < 100; i++)
            {
                test.Loop.Start(async () => await Frames(1 + (i % 3)), i % 2 == 0 ? "short" : "long");
            }

            test.Step();
        }

        stop.Set();
        Assert.That(looking.Wait(Limit));
        test.RunUntilIdle();
    }

    [Test]
    public void CurrentScope_IsTheTasksOrNull()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var seen = new TaskScope?[2];
        scope.Start(async () =>
        {
            seen[0] = CurrentScope;
            await SwitchToThreadPool();
            seen[1] = CurrentScope;
            await SwitchToGameThread();
        });
        test.PumpUntil(() => test.Loop.Tasks.Count == 0, Limit);
        Assert.That(seen, Is.All.SameAs(scope));
        Assert.That(CurrentScope, Is.Null);
        Assert.That(FromOutside(() => CurrentScope), Is.Null);
    }

    [Test]
    public void LogTail_TellsOfEachLineThatItRemembers()
    {
        var tail = new LogTail(new TextLogSink(TextWriter.Null), capacity: 2);
        List<(long, string)> told = [];
        tail.Written += line => told.Add((line.Number, line.Message));
        tail.Write(LogVerbosity.Warning, "one");
        tail.Write(LogVerbosity.Verbose, "not shown");
        tail.Write(LogVerbosity.Log, "two");
        Assert.That(told, Is.EqualTo(new[] { (1L, "one"), (2L, "two") }));
    }

    private static T FromOutside<T>(Func<T> look)
    {
        T result = default!;
        var thread = new Thread(() => result = look());
        thread.Start();
        thread.Join();
        return result;
    }
}
