using System.Diagnostics;
using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>The ladder of lifetimes: who ends with what, and with which reason.</summary>
public sealed class LifetimeTests
{
    private static async Task Note(List<string> ends, string name)
    {
        try
        {
            await Delay(1000);
        }
        catch (GameTaskCanceledException cancelled)
        {
            ends.Add($"{name} {cancelled.Reason}");
            throw;
        }
    }

    [Test]
    public void PlayEnds_EditorTasksSurvive_PlayTasksDoNot()
    {
        using var editor = new EditorSession();
        List<string> ends = [];
        UnrealTasks.Start(() => Note(ends, "tool"), TaskLifetime.Editor);
        editor.Engine.BeginPlaySession();
        UnrealTasks.Start(() => Note(ends, "tool during play"), TaskLifetime.Editor);
        UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
        UnrealTasks.Start(() => Note(ends, "world"));
        editor.Tick(2);
        editor.Engine.EndPlaySession();
        Assert.That(ends, Is.EquivalentTo(new[] { "session SessionEnd", "world SessionEnd" }));
        editor.Tick(5);
        Assert.That(editor.Loop.Tasks.Count, Is.EqualTo(2));
    }

    [Test]
    public void LevelUnloads_WorldTasksEnd_SessionTasksTravel()
    {
        using var editor = new EditorSession();
        List<string> ends = [];
        var first = editor.Engine.BeginPlaySession();
        UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
        UnrealTasks.Start(() => Note(ends, "world"));
        editor.Tick(2);
        editor.Engine.CloseWorld(first);
        editor.Engine.OpenWorld();
        editor.Tick(2);
        Assert.That(ends, Is.EqualTo(new[] { "world SessionEnd" }));
        Assert.That(() => UnrealTasks.ScopeOf(first), Throws.InvalidOperationException);
        editor.Engine.EndPlaySession();
        Assert.That(ends, Has.Count.EqualTo(2));
    }

    [Test]
    public void TwoPlayWorlds_EachTaskActsInItsOwn()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession(worldCount: 2);
        var worlds = editor.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        worlds[1].Dilate(2);
        foreach (var world in worlds)
        {
            UnrealTasks.Start(world, async () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await Delay(1);
                    UObject.SpawnActor<AActor>(typeof(ACharacter), new FTransform()).SetActorLabel($"of {world.NativeObject}");
                }
            });
        }

        editor.Tick(62, 1.0 / 30);
        Assert.That((worlds[0].ActorsOf().Count, worlds[1].ActorsOf().Count), Is.EqualTo((2, 3)), "each on its own clock");
        editor.Tick(60, 1.0 / 30);
        foreach (var world in worlds)
        {
            Assert.That(world.ActorsOf().Select(actor => actor.GetActorLabel()), Is.EqualTo(Enumerable.Repeat($"of {world.NativeObject}", 3)));
        }

        editor.Engine.CloseWorld(worlds[0]);
        Assert.That(() => UnrealTasks.ScopeOf(worlds[1]).State, Is.EqualTo(ScopeState.Open));
    }

    [TestCase("delay")]
    [TestCase("frame")]
    [TestCase("frames")]
    [TestCase("until")]
    [TestCase("yield")]
    [TestCase("every")]
    [TestCase("event")]
    [TestCase("outside in scope")]
    [TestCase("pool")]
    [TestCase("executor")]
    [TestCase("bcl delay with token")]
    [TestCase("signal")]
    [TestCase("other task")]
    public void PlayEnds_WhileWaitingOnAnything_FinallyRunsBeforeTheWorldGoes(string kind)
    {
        using var editor = new EditorSession();
        using var gate = new CancellationTokenSource();
        var world = editor.Engine.BeginPlaySession();
        bool? worldLived = null;
        UnrealTasks.Start(async () =>
        {
            try
            {
                await Wait(kind, gate.Token);
            }
            finally
            {
                worldLived = !world.IsDestroyed;
            }
        });
        editor.Tick(3);
        gate.CancelAfter(1);
        editor.Engine.EndPlaySession();
        Assert.That((worldLived, editor.Loop.Tasks.Count), Is.EqualTo((true, 0)));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void TaskWithoutAWorld_SpawnsIntoTheOneThatIsPlayedElseEdited()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            async () =>
            {
                while (true)
                {
                    await Delay(1);
                    UObject.SpawnActor<AActor>(typeof(ACharacter), new FTransform());
                }
            },
            TaskLifetime.Editor);
        editor.Tick(15, 0.1);
        Assert.That(editor.Engine.EditorWorld.ActorsOf(), Has.Count.EqualTo(1));
        var play = editor.Engine.BeginPlaySession();
        editor.Tick(10, 0.1);
        Assert.That((editor.Engine.EditorWorld.ActorsOf().Count, play.ActorsOf().Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public void EngineExit_ThousandTasksWaiting_AllEndWithinTheBound()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        var ended = 0;
        for (var i = 0; i < 1000; i++)
        {
            var kind = new[] { "delay", "frame", "until", "event", "outside in scope" }[i % 5];
            UnrealTasks.Start(
                async () =>
                {
                    try
                    {
                        await Wait(kind, default);
                    }
                    finally
                    {
                        ended++;
                    }
                },
                (TaskLifetime)(i % 3));
        }

        editor.Tick(3);
        var started = Stopwatch.GetTimestamp();
        editor.Engine.Exit();
        Assert.That(ended, Is.EqualTo(1000));
        Assert.That(Stopwatch.GetElapsedTime(started).TotalSeconds, Is.LessThan(15));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void EngineExit_TaskThatWillNotEnd_IsNamedAndLeft()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(async () => await new TaskCompletionSource().Task, TaskLifetime.Editor, "Deaf");
        editor.Tick();
        editor.Engine.Exit();
        Assert.That(editor.Warnings, Has.Some.Contains("Deaf"));
    }

    [Test]
    public void ModalDialog_TicksFromInsideATask_NothingRunsTwice()
    {
        using var editor = new EditorSession();
        var inside = 0;
        UnrealTasks.Start(async () =>
        {
            await NextFrame();
            inside++;
            editor.Engine.RunTickers(0.1);
            await NextFrame();
            inside++;
        });
        editor.Tick(2);
        Assert.That((inside, editor.Module.NestedTicks), Is.EqualTo((2, 1)));
    }

    private static async Task Wait(string kind, CancellationToken token)
    {
        switch (kind)
        {
            case "delay":
                await Delay(1000);
                break;
            case "frame":
                while (true)
                {
                    await NextFrame();
                }

            case "frames":
                await Frames(100_000);
                break;
            case "until":
                await Until(() => false);
                break;
            case "yield":
                while (!IsCancellationRequested)
                {
                    await Task.Yield();
                }

                break;
            case "every":
                await foreach (var _ in Every(0.01))
                {
                }

                break;
            case "event":
                await new AsyncManualResetEvent().WaitAsync();
                break;
            case "outside in scope":
                await new TaskCompletionSource().Task.InScope();
                break;
            case "pool":
                await SwitchToThreadPool();
                token.WaitHandle.WaitOne();
                await SwitchToGameThread();
                break;
            case "executor":
                await RunInExecutor(() => token.WaitHandle.WaitOne());
                break;
            case "bcl delay with token":
                await Task.Delay(-1, Token);
                break;
            case "signal":
                await new AsyncSignal<int>().Next();
                break;
            default:
                await Start(async () => await Delay(1000));
                break;
        }
    }
}
