using AsyncTick;
using AsyncTick.Net.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Blueprint nodes that wait for tasks and scripts, and the events of tasks.</summary>
public sealed class ActionTests
{
    [TestCase("ends", "completed 'half'")]
    [TestCase("fails", "faulted 'InvalidOperationException: boom'")]
    [TestCase("is canceled", "canceled 'User'")]
    public void AwaitTask_RaisesThePinOfItsEnd(string how, string expected)
    {
        using var editor = new EditorSession();
        var task = UnrealTasks.Start(
            async () =>
            {
                SetStatus("half");
                await Frames(3);
                if (how == "fails")
                {
                    throw new InvalidOperationException("boom");
                }
            },
            TaskLifetime.Editor,
            "Job");
        var listener = UObject.NewObject<UOutcomeListener>();
        listener.Listen(UAsyncTickAction.AwaitTask("Job")).Run();
        editor.Tick();
        Assert.That((listener.Told.Count, UAsyncTickLibrary.GetTaskStatus("Job")), Is.EqualTo((0, "half")));
        if (how == "is canceled")
        {
            task.Cancel();
        }

        editor.Tick(5);
        Assert.That(listener.Told, Has.Count.EqualTo(1));
        Assert.That(listener.Told[0], Does.StartWith(expected.TrimEnd('\'')));
        Assert.That(editor.Engine.OpenStrongPointers, Is.Zero, "nothing keeps the node");
    }

    [Test]
    public void AwaitTask_Progress_IsToldWhileItIsAwaited()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            async () =>
            {
                for (var part = 1; part <= 3; part++)
                {
                    await NextFrame();
                    SetStatus($"{part} of 3");
                }
            },
            TaskLifetime.Editor,
            "Job");
        UnrealTasks.Start(
            async () =>
            {
                await NextFrame();
                SetStatus("another task's");
            },
            TaskLifetime.Editor,
            "Other");
        var listener = UObject.NewObject<UOutcomeListener>();
        listener.Listen(UAsyncTickAction.AwaitTask("Job")).Run();
        var leaked = editor.Engine.LeakedStrings;
        UAsyncTickAction.AwaitTask("Other").Run();
        editor.Tick(5);
        Assert.That(listener.Progress, Is.EqualTo(new[] { "1 of 3", "2 of 3", "3 of 3" }));
        Assert.That((listener.Told.Count, editor.Engine.LeakedStrings - leaked), Is.EqualTo((1, 5)), "three of the progress, one of each end: what nothing is bound to is not told");
    }

    [Test]
    public void AwaitTask_ThatIsNotThere_IsFaultedAtOnce()
    {
        using var editor = new EditorSession();
        var listener = UObject.NewObject<UOutcomeListener>();
        listener.Listen(UAsyncTickAction.AwaitTask("Nobody")).Run();
        Assert.That(listener.Told, Is.EqualTo(new[] { "faulted 'No task is called 'Nobody'.'" }));
    }

    [Test]
    public void AwaitTask_NodeIsCanceled_RaisesNothingAndLeavesTheTask()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(async () => await Frames(3), TaskLifetime.Editor, "Job");
        var listener = UObject.NewObject<UOutcomeListener>();
        var node = listener.Listen(UAsyncTickAction.AwaitTask("Job"));
        node.Run();
        node.Cancel();
        Assert.That((editor.Loop.Tasks.Count, editor.Engine.OpenStrongPointers), Is.EqualTo((1, 0)));
        editor.Tick(6);
        Assert.That(listener.Told, Is.Empty);
    }

    [TestCase("await NextFrame(); return 7;", "completed '7'")]
    [TestCase("await NextFrame(); throw new InvalidOperationException(\"boom\");", "faulted 'InvalidOperationException: boom'")]
    [TestCase("this is no C#", "faulted '")]
    public void AwaitScript_RaisesThePinOfItsEnd(string code, string expected)
    {
        using var folder = new ScratchFolder();
        using var editor = new EditorSession();
        var script = folder.File("Job.cs");
        File.WriteAllText(script, code);
        var listener = UObject.NewObject<UOutcomeListener>();
        listener.Listen(UAsyncTickAction.AwaitScript(script, ["one"])).Run();
        editor.TickUntil(() => listener.Told.Count > 0, 60);
        Assert.That(listener.Told[0], Does.StartWith(expected));
        editor.TickUntil(() => editor.Loop.Tasks.Count == 0);
    }

    [Test]
    public void AwaitScript_NodeIsCanceled_CancelsTheScript()
    {
        using var folder = new ScratchFolder();
        using var editor = new EditorSession();
        var script = folder.File("Job.cs");
        File.WriteAllText(script, "try { Log(\"begins\"); await Delay(1000); } finally { Log(\"ends\"); }");
        var listener = UObject.NewObject<UOutcomeListener>();
        var node = listener.Listen(UAsyncTickAction.AwaitScript(script, []));
        node.Run();
        editor.TickUntil(() => editor.Log.Contains("begins", StringComparison.Ordinal), 60);
        node.Cancel();
        editor.TickUntil(() => editor.Log.Contains("ends", StringComparison.Ordinal));
        Assert.That(listener.Told, Is.Empty);
    }

    [Test]
    public void Events_TellStartAndEnd()
    {
        using var editor = new EditorSession();
        var listener = UObject.NewObject<UOutcomeListener>();
        var events = UAsyncTickLibrary.GetAsyncTickEvents()!;
        events.OnTaskStarted += listener.OnTaskStarted;
        events.OnTaskEnded += listener.OnTaskEnded;
        UnrealTasks.Start(async () => await NextFrame(), TaskLifetime.Editor, "Job");
        UnrealTasks.Start(async () => await Delay(100), TaskLifetime.Editor, "Long").Cancel();
        editor.Tick(3);
        Assert.That(listener.Told, Is.EquivalentTo(new[] { "Job started", "Job Completed", "Long started", "Long Canceled" }));
    }

    [Test]
    public void Node_OverAReload_IsLetGo()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(async () => await Delay(1000), TaskLifetime.Editor, "Job");
        UAsyncTickAction.AwaitTask("Job").Run();
        editor.Tick();
        editor.ReloadPlugin();
        Assert.That((editor.Engine.OpenStrongPointers, editor.IsConnected), Is.EqualTo((0, true)));
        Assert.That(editor.Errors, Is.Empty);
    }
}
