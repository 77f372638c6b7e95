using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What stands below a fault's stack: who awaited whom, who started whom, and what the task did last.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FaultTrailTests
{
    private readonly ManualStopwatch _stopwatch = new();

    [Test]
    public void Report_OfAnAwaitedTask_NamesThoseThatItCameThrough()
    {
        using var test = new TestLoop(_stopwatch.Options());
        test.Loop.Start(async () => await test.Loop.Start(async () => await test.Loop.Start(ThrowAsync, "inner"), "middle"), "outer");
        test.Step(5);
        var report = test.Log.Errors.Single();
        Assert.That(report, Does.StartWith("Task 'outer'"));

        // Without private parts of .NET it is not known before the frame's end that a fault was taken over.
        Assert.That(report, !Internals.AreOn ? Is.Not.Empty : Does.Match(@"\nThrown in 'inner' \(#\d+ in test\), started at FaultTrailTests.cs:\d+\nawaited by 'middle' \(#\d+ in test\), started at FaultTrailTests.cs:\d+\nawaited by this task"));
    }

    [Test]
    public void Report_OfAChild_NamesItsParentsAlsoWhenTheyHaveEnded()
    {
        using var test = new TestLoop(_stopwatch.Options());
        test.Loop.Start(
            async () =>
            {
                await NextFrame();
                test.Loop.Start(
                    async () =>
                    {
                        await NextFrame();
                        _ = test.Loop.Start(ThrowAsync, "child");
                    },
                    "parent");
            },
            "grandparent");
        test.Step(5);
        Assert.That(test.Log.Errors.Single(), Does.Match(@"\nStarted by 'parent' \(#2 in test\), started at FaultTrailTests.cs:\d+\nStarted by 'grandparent' \(#1 in test\), started at FaultTrailTests.cs:\d+\n"));
    }

    [Test]
    public void Report_TellsTheLastTenEvents()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        test.Loop.Start(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await NextFrame();
                }

                await gate.WaitAsync();
                throw new InvalidOperationException("closed");
            },
            "failing");
        test.Loop.Start(async () => { await Frames(25); gate.Set(); }, "opener");
        test.Step(30);
        var lines = test.Log.Errors.Single().Split("\nWhat it did last, latest first:\n")[1].Split('\n');
        Assert.That(lines, Has.Length.EqualTo(10));
        Assert.That(lines[0], Does.EndWith("failed: InvalidOperationException: closed"));
        Assert.That(lines[1], Does.EndWith("ended: Faulted"));
        Assert.That(lines[2], Does.Match(@"^  frame 25, .* ago: ran for .* from the wait at FaultTrailTests.cs:\d+, woken by 'opener' \(#2\) in its step from the wait at FaultTrailTests.cs:\d+$"));
        Assert.That(lines[3], Does.StartWith("  frame 20, ").And.EndsWith("woken by the frame"));
    }

    [Test]
    public void Report_WithoutARecorder_HasNoEvents()
    {
        using var test = new TestLoop(_stopwatch.Options() with { RecorderSize = 0 });
        test.Loop.Start(ThrowAsync, "failing");
        test.Step(3);
        Assert.That(test.Log.Errors.Single(), Does.Contain("Started at FaultTrailTests.cs:").And.Not.Contain("did last"));
    }

    private static async Task ThrowAsync()
    {
        await NextFrame();
        throw new InvalidOperationException("no such door");
    }
}
