using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What tasks say of their progress, told to those who listen.</summary>
public sealed class StatusChangedTests
{
    [Test]
    public void StatusChanged_OnTheLoopAndOffIt_TellsWhoSaysWhat()
    {
        using var test = new TestLoop();
        List<string> told = [];
        Action<TaskInfo> tell = task => told.Add($"{task.Name}: {task.Status}, {test.Loop.IsOnLoopThread}");
        test.Loop.Tasks.StatusChanged += tell;
        test.Run(async () =>
        {
            await Start(
                async () =>
                {
                    SetStatus("here");
                    await RunInExecutor(static () =>
                    {
                        SetStatus("elsewhere");
                        return 0;
                    });

                    // The status is a post, and a frame's posts come behind its waiters.
                    await Frames(2);
                    SetStatus(null);
                    test.Loop.Tasks.StatusChanged -= tell;
                    SetStatus("unheard");
                },
                "job");
        });
        Assert.That(told, Is.EqualTo(new[] { "job: here, True", "job: elsewhere, True", "job: , True" }));
    }

    [Test]
    public void StatusChanged_HandlerThrows_IsLoggedAndTheTaskGoesOn()
    {
        using var test = new TestLoop();
        test.Loop.Tasks.StatusChanged += static _ => throw new InvalidOperationException("on purpose");
        var status = "";
        var task = test.Loop.Start(async () =>
        {
            SetStatus("half");
            status = test.Loop.Tasks.Snapshot()[0].Status;
            await NextFrame();
        });
        test.Step(2);
        Assert.That((task.Task.IsCompletedSuccessfully, status), Is.EqualTo((true, "half")));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1).And.Some.Contain("StatusChanged").And.Some.Contain("on purpose"));
    }
}
