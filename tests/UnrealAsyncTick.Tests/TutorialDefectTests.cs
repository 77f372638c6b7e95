using System.Runtime.CompilerServices;
using AsyncTick;
using AsyncTick.Net.Tests;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

// What the tutorial that this plugin follows leaves wrong, and the test that shows it mended. Tests without a class are in this one.
//
//  defect of the tutorial                                      test
//  -------------------------------------------------------    ----------------------------------------------------------------------------
//  the bootstrap run twice makes a second ticker               Bootstrap_RunTwice_IsRefusedAndTheFirstLoopGoesOn
//  and orphans the first loop
//  the ticker catches and logs no traceback                    Ticker_CallbackThrows_LogsTheWholeStackAndGoesOn
//  each script begins by canceling all tasks                  Scripts_TwoTools_LiveSideBySide
//  bind fails: finally hides the real error                    Server_PortTaken_SaysTheRealReason
//  peers are never closed                                      Server_Ends_ItsClientsAreClosed
//  the label keeps its newline                                 Server_Label_HasNoLineEnd
//  a LAN address is hard-coded                                 Server_WithoutBeingTold_ListensOnThisMachineOnly
//  Redis: close is not awaited, and skipped on cancel          Redis_Canceled_UnsubscribesAndClosesBeforeTheTaskHasEnded
//  echo widget: no destruct, the session is never closed       Echo_Destruct_ClosesTheSession
//  echo widget: text grows without bound                       Echo_Text_IsBounded
//  echo widget: send before connect is silently ignored        Echo_SendBeforeConnect_WaitsAndIsShownAsWaiting
//  radio: decoding on the game thread                          RadioComponentTests.Decoding_GoesOnWhileTheGameThreadDoesNothing
//  radio: end_play cancels and nobody waits                    RadioComponentTests.EndPlay_EndsEverythingAndIsWaitedFor
//  radio: no reconnect                                         RadioComponentTests.Source_GoesAndReturns_TheSameSoundGoesOn, Server_GoesAndReturns_...
//  a done-callback raises into asyncio's handler,              DoneCallback_Throws_IsInTheEnginesLog
//  not into the engine's log
//  "Additional transient loops" has no text                    TransientLoops_Exist_AndEndWithTheirMaker; AsyncTick.Tests: TransientLoopTests
//  Task.all_tasks is gone from later versions                  Tasks_AreListedByTheLoopItself

/// <summary>The tutorial's defects, mended; the table above says which test is whose.</summary>
public sealed partial class TutorialDefectTests
{
    [Test]
    public void Bootstrap_RunTwice_IsRefusedAndTheFirstLoopGoesOn()
    {
        using var editor = new EditorSession();
        var loop = editor.Loop;
        var steps = 0;
        UnrealTasks.Start(
            async () =>
            {
                while (true)
                {
                    await NextFrame();
                    steps++;
                }
            },
            TaskLifetime.Editor);
        var second = new FUnrealAsyncTickModule();
        second.StartupModule();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("C# tasks are not available"));
        editor.Tick(5);
        second.ShutdownModule();
        editor.Tick(5);
        Assert.That((editor.Loop, steps, editor.Module.IsConnected), Is.EqualTo((loop, 10, true)), "one ticker, one loop, one step a frame");
    }

    [Test]
    public void Ticker_CallbackThrows_LogsTheWholeStackAndGoesOn()
    {
        using var editor = new EditorSession();
        var steps = 0;
        UnrealTasks.Start(
            async () =>
            {
                _ = CallLater(0.01, Explode);
                while (true)
                {
                    await NextFrame();
                    steps++;
                }
            },
            TaskLifetime.Editor);
        editor.Tick(5);

        // The frame of the first exception of a process may spend its budget on it.
        var before = steps;
        editor.Tick(5);
        Assert.That(steps - before, Is.EqualTo(5));
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("OOOOOOPS").And.One.Contains($"at {typeof(TutorialDefectTests)}").And.One.Contains("TutorialDefectTests.cs:line"));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Explode() => throw new InvalidOperationException("OOOOOOPS");
    }

    [Test]
    public void Scripts_TwoTools_LiveSideBySide()
    {
        using var folder = new ScratchFolder();
        using var editor = new EditorSession();
        foreach (var name in new[] { "A.cs", "B.cs" })
        {
            File.WriteAllText(folder.File(name), "int run = args.Length; while (true) { await NextFrame(); SetStatus($\"run {run}\"); }");
            UAsyncTickLibrary.RunScript(folder.File(name), "");
            editor.TickUntil(() => Running(name) == 1, 60);
        }

        // Only A's first copy makes room for its second one.
        var b = editor.Loop.Tasks.Snapshot().Single(task => task.Name == "B.cs").Id;
        UAsyncTickLibrary.RunScript(folder.File("A.cs"), "again");
        editor.TickUntil(() => editor.Loop.Tasks.Snapshot().Any(task => task is { Name: "A.cs", Status: "run 1" }), 60);
        Assert.That((Running("A.cs"), editor.Loop.Tasks.Snapshot().Single(task => task.Name == "B.cs").Id), Is.EqualTo((1, b)));
        UAsyncTickLibrary.CancelAllTasks();
        editor.TickUntil(() => editor.Loop.Tasks.Count == 0);

        int Running(string name) => editor.Loop.Tasks.Snapshot().Count(task => task.Name == name);
    }

    [Test]
    public void DoneCallback_Throws_IsInTheEnginesLog()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            async () =>
            {
                var work = Start(async () => await NextFrame(), "work");
                _ = work.Task.ContinueWith(_ => throw new InvalidOperationException("in the callback"), TaskScheduler.FromCurrentSynchronizationContext());
                await work;
                _ = Start(
                    async () =>
                    {
                        await work;
                        throw new InvalidOperationException("after the task");
                    },
                    "callback");
            },
            TaskLifetime.Editor);
        editor.Tick(5);
        for (var i = 0; i < 20 && editor.Errors.Count < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            editor.Tick();
        }

        Assert.That(editor.Errors, Has.Count.EqualTo(2).And.One.Contains("after the task").And.One.Contains("in the callback"));
    }

    [Test]
    public void TransientLoops_Exist_AndEndWithTheirMaker()
    {
        using var editor = new EditorSession();
        var inner = 0;
        GameLoop? further = null;
        var task = UnrealTasks.Start(
            async () =>
            {
                await using var loop = CreateLoop("further");
                further = loop.Loop;
                _ = loop.Loop.Start(async () =>
                {
                    while (true)
                    {
                        await NextFrame();
                        inner++;
                    }
                });
                await Frames(5);
            },
            TaskLifetime.Editor);
        editor.TickUntil(() => task.IsCompleted);
        Assert.That(inner, Is.EqualTo(5).Within(1));
        Assert.That((further!.Tasks.Count, editor.Loop.Tasks.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Tasks_AreListedByTheLoopItself()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(async () => await Delay(1000), TaskLifetime.Editor, "listed");
        Assert.That(editor.Loop.Tasks.Snapshot().Select(task => task.Name), Is.EqualTo(new[] { "listed" }));
        editor.Module.Execute("AsyncTick.List");
        Assert.That(editor.Module.ConsoleLines, Has.Some.Contains("listed"));
    }
}
