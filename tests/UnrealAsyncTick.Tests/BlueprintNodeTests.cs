using AsyncTick;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What UnrealSharp's own async support loses (its table of known behaviours), and what happens here instead.</summary>
public sealed class BlueprintNodeTests
{
    [Test]
    public void Node_Result_ComesBack()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        var node = probe.SlowAdd(2, 3, default);
        editor.TickUntil(() => node.IsCompleted);
        Assert.That(node.Result, Is.EqualTo(5));
    }

    [Test]
    public void Node_Fault_IsTheNodesAndIsNotLost()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        var node = probe.FailSlowly();
        editor.TickUntil(() => node.IsCompleted);
        Assert.That(node.IsFaulted, Is.True);
        Assert.That(node.Exception!.InnerException!.Message, Is.EqualTo("the node failed"));
    }

    [Test]
    public void Node_CancelledOrItsWorldEnds_EndsAsCancelled([Values] bool worldEnds)
    {
        using var editor = new EditorSession();
        using var cancel = new CancellationTokenSource();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        var node = probe.SlowAdd(2, 3, cancel.Token);
        editor.Tick();
        if (worldEnds)
        {
            editor.Engine.EndPlaySession();
        }
        else
        {
            cancel.Cancel();
        }

        editor.TickUntil(() => node.IsCompleted);
        Assert.That(node.IsCanceled, Is.True);
    }

    [Test]
    public void AsyncVoid_Throws_IsLoggedAndTheProcessLives()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            () =>
            {
                Explode();
                return Task.CompletedTask;
            },
            TaskLifetime.Editor);
        editor.Tick(3);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("async void"));

        static async void Explode()
        {
            await Async.NextFrame();
            throw new InvalidOperationException("boom");
        }
    }

    [Test]
    public void Library_CancelsCountsAndTellsOfFaults()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(async () => await Async.Delay(100), TaskLifetime.Editor, "One");
        UnrealTasks.Start(async () => await Async.Delay(100), TaskLifetime.Editor, "Two");
        Assert.That(UAsyncTickLibrary.CountTasks(), Is.EqualTo(2));
        Assert.That(UAsyncTickLibrary.CancelTasks("One"), Is.EqualTo(1));
        editor.Tick();
        Assert.That(UAsyncTickLibrary.CountTasks(), Is.EqualTo(1));
        Assert.That(UAsyncTickLibrary.CancelAllTasks(), Is.EqualTo(1));
        editor.Tick();
        Assert.That(UAsyncTickLibrary.CountTasks(), Is.Zero);
    }
}
