using System.Net;
using System.Net.Sockets;
using AsyncTick.Net;
using AsyncTick.Net.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>The server, Redis and the echo widget.</summary>
public sealed partial class TutorialDefectTests
{
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
    public void Redis_Canceled_UnsubscribesAndClosesBeforeTheTaskHasEnded()
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
    public void Redis_NoListener_LeaksNothing()
    {
        using var redis = new RedisServer();
        using var editor = new EditorSession();
        var subscriber = editor.Attach<URedisSubscriberComponent>(editor.Engine.BeginPlaySession(), subscriber => subscriber.Port = redis.Port);
        editor.TickUntil(() => subscriber.IsSubscribed);
        redis.Cli("publish", "foobar", "unheard");
        editor.TickUntil(() => editor.Warnings.Contains("unheard"));
        editor.Tick(2);
        Assert.That(editor.Engine.LeakedStrings, Is.Zero);
    }

    [Test]
    public void Echo_Destruct_ClosesTheSession()
    {
        using var editor = new EditorSession();
        var sessions = 0;
        var widget = ShowEcho(editor, start: true, onOpen: () => sessions++, onClose: () => sessions--);
        editor.TickUntil(() => widget.IsConnected && sessions == 1);
        widget.RemoveFromParent();
        Assert.That(widget.Send.OnClicked.CountBindings(), Is.Zero);
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
        var port = LoopbackPort.Free();
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
