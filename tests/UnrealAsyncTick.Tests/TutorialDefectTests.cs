using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncTick;
using AsyncTick.Net;
using AsyncTick.Net.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

// What the tutorial that this plugin follows leaves wrong, and the test that shows it mended. Tests without a class are in this file.
//
//  defect of the tutorial                                      test
//  -------------------------------------------------------    ----------------------------------------------------------------------------
//  the bootstrap run twice makes a second ticker               Bootstrap_RunTwice_IsRefusedAndTheFirstLoopGoesOn
//  and orphans the first loop
//  the ticker catches and logs no traceback                    Ticker_CallbackThrows_LogsTheWholeStackAndGoesOn
//  each script begins by cancelling all tasks                  Scripts_TwoTools_LiveSideBySide
//  bind fails: finally hides the real error                    Server_PortTaken_SaysTheRealReason
//  peers are never closed                                      Server_Ends_ItsClientsAreClosed
//  the label keeps its newline                                 Server_Label_HasNoLineEnd
//  a LAN address is hard-coded                                 Server_WithoutBeingTold_ListensOnThisMachineOnly
//  Redis: close is not awaited, and skipped on cancel          Redis_Cancelled_UnsubscribesAndClosesBeforeTheTaskHasEnded
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
public sealed class TutorialDefectTests
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
        Assert.That(steps, Is.EqualTo(5));
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
    public void Server_PortTaken_SaysTheRealReason()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var editor = new EditorSession();
        var spawner = editor.Attach<UTcpActorSpawnerComponent>(editor.Engine.BeginPlaySession(), spawner => spawner.Port = port);
        editor.Tick(2);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains($"{port}").And.One.Contains("in use"));
        Assert.That((spawner.Endpoint, spawner.IsRunning && editor.Loop.Tasks.Count > 0), Is.EqualTo(((IPEndPoint?)null, false)));
    }

    [Test]
    public void Server_Ends_ItsClientsAreClosed()
    {
        using var editor = new EditorSession();
        using var client = Connect(editor, out var spawner);
        client.GetStream().Write("Hero\n"u8);
        editor.TickUntil(() => client.Available > 0);
        spawner.Owner.DestroyActor();
        editor.TickUntil(() => editor.Loop.Tasks.Count == 0);

        // Everything that was sent, then the end.
        using var reader = new StreamReader(client.GetStream());
        Assert.That(reader.ReadToEnd(), Is.EqualTo("ok Hero\n"));
    }

    [Test]
    public void Server_Label_HasNoLineEnd()
    {
        using var editor = new EditorSession();
        using var client = Connect(editor, out _);
        client.GetStream().Write("Hero\r\nVillain\n"u8);
        editor.TickUntil(() => editor.Engine.PlayWorld!.ActorsOf().OfType<ACharacter>().Count() == 2);
        Assert.That(editor.Engine.PlayWorld!.ActorsOf().OfType<ACharacter>().Select(actor => actor.GetActorLabel()), Is.EqualTo(new[] { "Hero", "Villain" }));
    }

    [Test]
    public void Server_WithoutBeingTold_ListensOnThisMachineOnly()
    {
        using var editor = new EditorSession();
        using var client = Connect(editor, out var spawner);
        Assert.That(spawner.Endpoint!.Address, Is.EqualTo(IPAddress.Loopback));
        Assert.That(spawner.AllowOtherMachines, Is.False);
    }

    [Test]
    public void Redis_Cancelled_UnsubscribesAndClosesBeforeTheTaskHasEnded()
    {
        using var redis = new RedisServer();
        using var editor = new EditorSession();
        var subscriber = editor.Attach<URedisSubscriberComponent>(editor.Engine.BeginPlaySession(), subscriber => subscriber.Port = redis.Port);
        editor.TickUntil(() => subscriber.IsSubscribed);
        Assert.That(redis.Cli("pubsub", "channels"), Does.Contain("foobar"));
        editor.Engine.EndPlaySession();
        Assert.That((subscriber.IsSubscribed, editor.Loop.Tasks.Count), Is.EqualTo((false, 0)));
        Assert.That(redis.Cli("pubsub", "channels").Trim(), Is.Empty);
        Assert.That(redis.Cli("client", "list").Trim().Split('\n'), Has.Length.EqualTo(1), "only the one that asks");
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Echo_Destruct_ClosesTheSession()
    {
        using var editor = new EditorSession();
        var sessions = 0;
        var widget = ShowEcho(editor, start: true, onOpen: () => sessions++, onClose: () => sessions--);
        editor.TickUntil(() => widget.IsConnected && sessions == 1);
        widget.RemoveFromParent();
        Assert.That(widget.Send.OnClicked.BindingCount, Is.Zero);
        editor.TickUntil(() => !widget.IsConnected && sessions == 0);
        editor.TickUntil(() => !editor.Loop.Tasks.Snapshot().Any(task => task.ScopePath.Contains(nameof(UWebSocketEchoWidget))));
    }

    [Test]
    public void Echo_Text_IsBounded()
    {
        using var editor = new EditorSession();
        var widget = ShowEcho(editor, start: true);
        widget.MaxLines = 3;
        editor.TickUntil(() => widget.IsConnected);
        foreach (var text in new[] { "a", "b", "c", new string('d', 100_000) })
        {
            widget.Input.Text = text;
            widget.Send.Click();
            editor.TickUntil(() => Lines()[^1].StartsWith(text[0]));
        }

        Assert.That(Lines()[..^1], Is.EqualTo(new[] { "b", "c" }));
        Assert.That(Lines()[^1], Has.Length.LessThan(1100));

        string[] Lines() => widget.WSData.Text.ToString().Split('\n');
    }

    [Test]
    public void Echo_SendBeforeConnect_WaitsAndIsShownAsWaiting()
    {
        using var editor = new EditorSession();
        var widget = ShowEcho(editor, start: false);
        widget.MaxLines = 4;
        foreach (var text in new[] { "one", "two" })
        {
            widget.Input.Text = text;
            widget.Send.Click();
        }

        Assert.That(widget.WSData.Text.ToString(), Is.EqualTo("one (waiting)\ntwo (waiting)"));
        StartEcho(new Uri(widget.Url).Port);
        editor.TickUntil(() => widget.WSData.Text.ToString() == "one\ntwo");
    }

    [Test]
    public void DoneCallback_Throws_IsInTheEnginesLog()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            async () =>
            {
                GameTask work = Start(async () => await NextFrame(), "work");
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

    private static TcpClient Connect(EditorSession editor, out UTcpActorSpawnerComponent spawner)
    {
        var attached = editor.Attach<UTcpActorSpawnerComponent>(editor.Engine.BeginPlaySession(), spawner => spawner.Port = 0);
        spawner = attached;
        editor.TickUntil(() => attached.Endpoint is not null);
        return new TcpClient("127.0.0.1", attached.Endpoint!.Port) { ReceiveTimeout = 10_000 };
    }

    private static UWebSocketEchoWidget ShowEcho(EditorSession editor, bool start, Action? onOpen = null, Action? onClose = null)
    {
        editor.Engine.BeginPlaySession();
        var port = ServerProcess.FreePort();
        if (start)
        {
            StartEcho(port, onOpen, onClose);
        }

        var widget = UObject.CreateWidget<UWebSocketEchoWidget>(typeof(UWebSocketEchoWidget));
        widget.Url = $"ws://127.0.0.1:{port}/";
        widget.AddToViewport();
        return widget;
    }

    private static void StartEcho(int port, Action? onOpen = null, Action? onClose = null) => UnrealTasks.Start(async () =>
    {
        await using var server = WebSocketServer.Start(
            async socket =>
            {
                onOpen?.Invoke();
                try
                {
                    await foreach (var message in socket.ReceiveAll())
                    {
                        await socket.Send(message.Text);
                    }
                }
                finally
                {
                    onClose?.Invoke();
                }
            },
            new HttpServerOptions { Port = port });
        await Delay(double.PositiveInfinity);
    });
}
