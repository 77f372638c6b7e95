using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What UnrealSharp's own async support loses (its table of known behaviors), and what happens here instead.</summary>
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
    public void Node_CanceledOrItsWorldEnds_EndsAsCanceled([Values] bool worldEnds)
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
    public void Node_ByUnrealSharp_RaisesItsResult()
    {
        using var editor = new EditorSession();
        var (answer, _, outcomes) = Nodes(editor, static async () => await Async.Delay(0.1));
        answer.Run();
        editor.TickUntil(() => outcomes.Count > 0);
        Assert.That(outcomes, Is.EqualTo(new[] { "completed 42" }));
        Assert.That(TaskTracker.ActiveCount, Is.Zero);
    }

    [Test]
    public void Node_ByUnrealSharp_Fails_AndAPlainOneIsInTheLogOfThatFrame()
    {
        using var editor = new EditorSession();
        var (answer, act, outcomes) = Nodes(editor, Fail);
        act.Run();
        editor.Tick();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("'Act'").And.One.Contains("the node failed"));
        editor.TickUntil(() => outcomes.Count == 1);
        Assert.That(outcomes[0], Is.EqualTo("failed ''"), "all that UnrealSharp says of it");

        answer.Run();
        editor.TickUntil(() => outcomes.Count == 2);
        Assert.That(outcomes[1], Does.StartWith("failed 'System.AggregateException").And.Contain("the node failed"));
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            editor.Tick();
        }

        Assert.That(editor.Errors, Has.Count.EqualTo(1), "and not again when what UnrealSharp let fall is collected");

        static async Task Fail()
        {
            await Async.NextFrame();
            throw new InvalidOperationException("the node failed");
        }
    }

    [Test]
    public void Node_ThatCannotStart_IsInTheLog()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.EditorWorld);
        Assert.That(async () => await probe.Act(default), Throws.InvalidOperationException);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("'Act' was not started").And.One.Contains("BeginPlay"));
    }

    [Test]
    public void Node_Ends_WhatAwaitsItGoesOnOnTheGameThread()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        probe.NodeBody = static async () => await Async.Frames(2);
        var thread = 0;
        _ = Caller();
        editor.Tick(3);
        Assert.That(thread, Is.EqualTo(Environment.CurrentManagedThreadId), "in the same step, and not on the pool");

        async Task Caller()
        {
            await probe.Answer(default);
            thread = Environment.CurrentManagedThreadId;
        }
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

    private static (UProbeComponent_AnswerAction Answer, UProbeComponent_ActAction Act, List<string> Outcomes) Nodes(EditorSession editor, Func<Task> body)
    {
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession(), probe => probe.NodeBody = body);
        var answer = UProbeComponent_AnswerAction.Answer(probe);
        var act = UProbeComponent_ActAction.Act(probe);
        var listener = UObject.NewObject<UNodeListener>();
        answer.Completed += listener.OnAnswer;
        answer.Failed += listener.OnNoAnswer;
        act.Completed += listener.OnActed;
        act.Failed += listener.OnNotActed;
        return (answer, act, listener.Outcomes);
    }
}
