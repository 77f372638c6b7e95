using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class ActorSpawnServerTests
{
    [Test]
    public void Server_Netcat_SpawnsLabeledActorsAndAnswersInOrder()
    {
        using var loop = new NetLoop();
        var world = new World(loop.Loop);
        var server = Start(loop, world, out var scope);
        using var nc = ServerProcess.Start("nc", "-N", "127.0.0.1", $"{server.Endpoint.Port}");
        nc.Write("Hero\r\n\n  Gefährte ♫ \nforbidden\n" + new string('x', 200) + "\nlast");
        nc.EndInput();
        loop.PumpUntil(() => nc.HasExited);
        nc.WaitForExit();

        Assert.That(world.Labels, Is.EqualTo(new[] { "Character Hero", "Character Gefährte ♫", "Character last" }), "no line break in a label");
        Assert.That(nc.Output.Split('\n'), Is.EqualTo(new[]
        {
            "ok Hero", "error the label is empty", "ok Gefährte ♫", "error no such actor today", "error the label is longer than 128 characters", "ok last", "",
        }));
        Assert.That(server.Spawned, Is.EqualTo(3));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Server_ManyLines_SpawnsAtMostSoManyPerFrame()
    {
        using var loop = new NetLoop(budgetSeconds: 1);
        var world = new World(loop.Loop);
        var server = Start(loop, world, out var scope, 3);
        var sending = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(server.Endpoint);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10).Select(n => $"a{i}-{n}\n"))));
            client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync()).Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        })).ToArray();
        var all = Task.WhenAll(sending);
        loop.PumpUntil(() => all.IsCompleted);

        Assert.That(sending.Select(task => task.Result), Is.All.EqualTo(10));
        Assert.That(world.Labels, Has.Count.EqualTo(200));
        Assert.That(world.PerFrame.Values.Max(), Is.EqualTo(3));
        for (var i = 0; i < 20; i++)
        {
            var own = world.Labels.Where(label => label.StartsWith($"Character a{i}-", StringComparison.Ordinal));
            Assert.That(own, Is.EqualTo(Enumerable.Range(0, 10).Select(n => $"Character a{i}-{n}")), "in order per client");
        }

        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Cancel_WhileSpawnsQueue_EndsWithinTwoFrames() => NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
    {
        var world = new World(loop.Loop);
        var server = Start(scope, world, 1);
        using var client = new System.Net.Sockets.TcpClient();
        client.Connect(server.Endpoint);
        client.GetStream().Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000).Select(n => $"a{n}\n"))));
        loop.PumpUntil(() => world.Labels.Count > 3);
    });

    private static ActorSpawnServer Start(NetLoop loop, IActorSpawner world, out TaskScope scope, int perFrame = 8)
    {
        scope = loop.Loop.RootScope.CreateChild("spawn server under test");
        return Start(scope, world, perFrame);
    }

    private static ActorSpawnServer Start(TaskScope scope, IActorSpawner world, int perFrame)
    {
        ActorSpawnServer? server = null;
        scope.Start(async () =>
        {
            server = ActorSpawnServer.Start(world, new ActorSpawnOptions { MaxSpawnsPerFrame = perFrame, Server = new LineServerOptions() });
            await server.WaitClosed();
        });
        return server!;
    }

    private sealed class World(GameLoop loop) : IActorSpawner
    {
        public List<string> Labels { get; } = [];

        public Dictionary<long, int> PerFrame { get; } = [];

        public void Spawn(string className, string label)
        {
            if (label == "forbidden")
            {
                throw new InvalidOperationException("no such actor\ntoday");
            }

            Labels.Add($"{className} {label}");
            PerFrame[loop.FrameNumber] = PerFrame.GetValueOrDefault(loop.FrameNumber) + 1;
        }
    }
}
