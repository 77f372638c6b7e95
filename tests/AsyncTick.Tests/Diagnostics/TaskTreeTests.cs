using System.Text.RegularExpressions;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

/// <summary>The task list as a tree of who has started whom.</summary>
public sealed class TaskTreeTests
{
    [Test]
    public void Tasks_StartedByOthers_StandBelowThemAndIndented()
    {
        using var test = new TestLoop();
        var first = test.Loop.Start(
            async () =>
            {
                _ = Start(async () => { _ = Start(async () => await Delay(1000), "grandchild"); await Delay(1000); }, "child 1");
                await NextFrame();
                _ = Start(async () => await Delay(1000), "child 2");
                await Delay(1000);
            },
            "first");
        _ = test.Loop.Start(async () => await Delay(1000), "second");
        test.Step(2);
        Assert.That(Names(test), Is.EqualTo(new[] { "first", "  child 1", "    grandchild", "  child 2", "second" }));

        // The children of one that has ended stand by themselves.
        first.Cancel();
        test.Step();
        Assert.That(Names(test), Is.EqualTo(new[] { "child 1", "  grandchild", "second", "child 2" }));
        test.Loop.RootScope.CancelTasks();
        test.RunUntilIdle();
    }

    [Test]
    public void Chain_OfThousandsOfTasks_IsIndentedToALimit()
    {
        var tasks = Enumerable.Range(1, 5000).Select(id => new TaskInfo
        {
            Id = id,
            ParentId = id - 1,
            Name = "link",
            ScopePath = "test",
            State = TaskState.Waiting,
            AgeSeconds = 1,
            Resumes = 0,
            UsedSeconds = 0,
            LongestSeconds = 0,
        }).ToArray();
        var lines = TaskTable.FormatTree(tasks).Split('\n');
        Assert.That(lines, Has.Length.EqualTo(5001));
        Assert.That(lines.Max(line => line.Length), Is.LessThan(120));
    }

    [Test]
    public void Nothing_IsALine() => Assert.That(TaskTable.FormatTree([]), Is.EqualTo("no tasks"));

    private static string[] Names(TestLoop test) =>
        [.. TaskTable.FormatTree(test.Loop.Tasks.Snapshot()).Split('\n').Skip(1).Select(line => Regex.Match(line, @"^ *#\d+  (?<name> *\S+( \S+)*)").Groups["name"].Value)];
}
