using System.Diagnostics;
using System.Text;
using AsyncTick;
using AsyncTick.Net;
using AsyncTick.Net.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;

namespace UnrealAsyncTick.Tests;

/// <summary>The seeds' components with real clients. Each runs only where its client or server is installed (tests/install-servers.sh).</summary>
public sealed class SampleTests
{
    [Test]
    public void TcpSpawner_NetcatLines_BecomeLabeledCharacters()
    {
        Require("nc");
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var spawner = editor.Attach<UTcpActorSpawnerComponent>(world, spawner => spawner.Port = 0);
        editor.TickUntil(() => spawner.Endpoint is not null);
        using var nc = Process.Start(new ProcessStartInfo("nc", $"-N 127.0.0.1 {spawner.Endpoint!.Port}") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        nc.StandardInput.Write("Hero\r\nGefährte\n");
        nc.StandardInput.Close();
        editor.TickUntil(() => nc.HasExited);
        Assert.That(world.ActorsOf().OfType<ACharacter>().Select(actor => actor.GetActorLabel()), Is.EqualTo(new[] { "Hero", "Gefährte" }), "no line ends in a label");
        editor.Engine.EndPlaySession();
        Assert.That(spawner.Endpoint, Is.Null);
        editor.TickUntil(() => editor.Loop.Tasks.Count == 0);
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void TcpSpawner_PortTaken_SaysTheRealReason()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var first = editor.Attach<UTcpActorSpawnerComponent>(world, spawner => spawner.Port = 0);
        editor.TickUntil(() => first.Endpoint is not null);
        editor.Attach<UTcpActorSpawnerComponent>(world, spawner => spawner.Port = first.Endpoint!.Port);
        editor.Tick(2);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains($"{first.Endpoint!.Port}").And.One.Contains("in use"));
        Assert.That(first.Endpoint, Is.Not.Null, "two tools live side by side");
    }

    [Test]
    public void RedisSubscriber_Publish_BecomesAWarningAndAnEvent()
    {
        Require("redis-server");
        Require("redis-cli");
        var port = LoopbackPort.Free();
        using var server = Process.Start(new ProcessStartInfo("redis-server", $"--port {port} --save \"\" --appendonly no") { RedirectStandardOutput = true })!;
        server.BeginOutputReadLine();
        try
        {
            using var editor = new EditorSession();
            var world = editor.Engine.BeginPlaySession();
            var subscriber = editor.Attach<URedisSubscriberComponent>(world, subscriber => subscriber.Port = port);
            editor.TickUntil(() => subscriber.IsSubscribed);
            List<string> events = [];
            UnrealTasks.Start(subscriber, async () =>
            {
                await foreach (var (channel, text) in subscriber.All(subscriber.OnMessage))
                {
                    events.Add($"{channel}: {text}");
                }
            });
            using var cli = Process.Start("redis-cli", $"-p {port} publish foobar hello");
            editor.TickUntil(() => editor.Warnings.Contains("hello") && events.Count > 0);
            Assert.That(events, Is.EqualTo(new[] { "foobar: hello" }));
            cli!.WaitForExit();
            editor.Engine.EndPlaySession();
            editor.TickUntil(() => editor.Loop.Tasks.Count == 0);
            Assert.That(subscriber.IsSubscribed, Is.False, "unsubscribed and closed, also when canceled");
            Assert.That(editor.Errors, Is.Empty);
        }
        finally
        {
            server.Kill();
        }
    }

    [Test]
    public void EchoWidget_SendBeforeAndAfterConnecting_TextGrowsAndIsBounded()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        WebSocketServer? server = null;
        var widget = UObject.CreateWidget<UWebSocketEchoWidget>(typeof(UWebSocketEchoWidget));
        widget.MaxLines = 5;
        var port = LoopbackPort.Free();
        widget.Url = $"ws://127.0.0.1:{port}/";
        widget.AddToViewport();
        widget.Input.Text = "early";
        widget.Send.Click();
        Assert.That(widget.WSData.Text.ToString(), Is.EqualTo("early (waiting)"));

        UnrealTasks.Start(async () =>
        {
            server = WebSocketServer.Start(
                async socket =>
                {
                    await foreach (var message in socket.ReceiveAll())
                    {
                        await socket.Send(message.Text);
                    }
                },
                new HttpServerOptions { Port = port });
            await Async.Delay(double.PositiveInfinity);
        });
        editor.TickUntil(() => widget.WSData.Text.ToString() == "early");
        for (var i = 0; i < 20; i++)
        {
            widget.Input.Text = $"line {i}";
            widget.Send.Click();
            var sent = $"line {i}";
            editor.TickUntil(() => widget.WSData.Text.ToString().EndsWith(sent, StringComparison.Ordinal));
        }

        Assert.That(widget.WSData.Text.ToString().Split('\n'), Has.Length.EqualTo(5));
        widget.RemoveFromParent();
        Assert.That(widget.Send.OnClicked.CountBindings(), Is.Zero);
        editor.TickUntil(() => !widget.IsRunning);
        Assert.That(widget.IsConnected, Is.False);
    }

    private static void Require(string program)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Assert.Ignore($"{program} is not installed; run tests/install-servers.sh");
        }
    }
}
