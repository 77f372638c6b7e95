using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Waiting for a scope's end.</summary>
public sealed class ScopeDisposalTests
{
    [Test]
    public void DisposeAsync_WaitsForCleanUp()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        test.Loop.Start(async () =>
        {
            var group = Scope.CreateChild("group");
            await using (group)
            {
                group.Start(async () =>
                {
                    try
                    {
                        await Delay(100);
                    }
                    finally
                    {
                        using (Defer(10))
                        {
                            await Frames(3);
                        }

                        trace.Add("cleaned");
                    }
                });
                trace.Add("body");
            }

            trace.Add("closed:" + group.State);
        });
        test.Step(6);
        Assert.That(trace.ToString(), Is.EqualTo("body cleaned closed:Closed"));
    }

    [Test]
    public void DisposeAsync_FromInside_IsRefused()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var task = scope.CreateChild("deep").Start(async () =>
        {
            await NextFrame();
            await scope.DisposeAsync();
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("wait for itself"));
        Assert.That((task.IsCompleted, scope.State), Is.EqualTo((true, ScopeState.Open)));
    }

    [Test]
    public void DisposeAsync_FromInsideInTheFirstStep_IsRefused()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () => await scope.DisposeAsync());
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("wait for itself"));
    }

    [Test]
    public void DisposeAsync_OfAnEmptyScope_EndsAtOnce()
    {
        using var test = new TestLoop();
        Assert.That(test.Loop.RootScope.CreateChild("empty").DisposeAsync().IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void WhenEmpty_NoTask_IsOverAtOnce()
    {
        using var test = new TestLoop();
        Assert.That(test.Loop.RootScope.WhenEmpty().IsCompleted, Is.True);
    }

    [Test]
    public void WhenEmpty_ManyLevels_EndsWithTheLastTaskBelow()
    {
        using var test = new TestLoop();
        var levels = new List<TaskScope> { test.Loop.RootScope.CreateChild("0") };
        for (var i = 1; i < 20; i++)
        {
            levels.Add(levels[^1].CreateChild(i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        levels[19].Start(async () => await Frames(3));
        levels[10].Start(async () => await Frames(5));
        var waits = levels.Select(level => level.WhenEmpty()).ToArray();
        test.Step(3);
        Assert.That(waits.Select(wait => wait.IsCompleted), Is.EqualTo(Enumerable.Range(0, 20).Select(level => level > 10)));
        test.Step(2);
        Assert.That(waits, Has.All.Property("IsCompleted").True);
    }

    [Test]
    public void WhenEmpty_AwaitedByATaskOutside_ResumesInTheSameFrame()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () => await Frames(2));
        var frame = 0L;
        Task? empty = null;
        test.Loop.Start(async () =>
        {
            empty = scope.WhenEmpty();
            await empty;
            frame = test.Loop.FrameNumber;
        });
        test.Step(4);
        Assert.That(frame, Is.EqualTo(2));
    }

    [Test]
    public void WhenEmpty_Again_WaitsForTheNewTasks()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(async () => await NextFrame());
        var first = scope.WhenEmpty();
        test.Step();
        scope.Start(async () => await NextFrame());
        var second = scope.WhenEmpty();
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((true, false)));
        test.Step();
        Assert.That(second.IsCompleted, Is.True);
    }

    [Test]
    public void WhenEmpty_OffTheLoopsThread_IsRefused()
    {
        using var test = new TestLoop();
        FromThread.Run(() => Assert.That(() => test.Loop.RootScope.WhenEmpty(), Throws.InvalidOperationException));
    }
}
