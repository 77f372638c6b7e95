using System.Text;
using System.Text.Json.Nodes;

namespace AsyncTick.Remote.Tests;

/// <summary>What a peer does costs its own connection and nothing else.</summary>
public class HostilePeerTests
{
    private LiveHost _host = null!;

    [OneTimeSetUp]
    public void Start() => _host = new LiveHost();

    [OneTimeTearDown]
    public void End() => _host.Dispose();

    [TestCase("garbage\n")]
    [TestCase("{}\n")]
    [TestCase("[1,2,3]\n")]
    [TestCase("{\"id\":1}\n")]
    [TestCase("{\"id\":null,\"verb\":\"status\"}\n")]
    [TestCase("{\"id\":{},\"verb\":\"status\"}\n")]
    [TestCase("{\"id\":1,\"verb\":\"\\ud800\"}\n")]
    [TestCase("{\"id\":1,\"verb\":\"status\",\"\\ud800\":1}\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [TestCase("\0\u0001\u0002\u00ff\n")]
    public async Task Garbage_IsAnsweredAndCostsItsConnection(string text)
    {
        using var good = await RawClient.ConnectAsync(_host.Socket);
        using var bad = await RawClient.ConnectAsync(_host.Socket);
        await bad.ReadAsync();
        await bad.SendAsync(text);
        Assert.That((await bad.ReadAsync())!.Value.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("bad-request"));
        Assert.That(await bad.ReadAsync(), Is.Null);
        await good.SendAsync("{\"id\":1,\"verb\":\"status\"}\n");
        Assert.That((await good.NextEndAsync()).TryGetProperty("result", out _), Is.True);
    }

    [TestCase("{\"id\":1,\"verb\":\"fly\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"eval\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"eval\",\"code\":5}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"eval\",\"code\":\"\\ud800\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"run\",\"name\":\"a.cs\",\"text\":\"return 1;\",\"args\":[\"\\ud800\"]}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"run\",\"name\":\"a.cs\",\"text\":\"return 1;\",\"args\":[1]}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"run\",\"name\":\"\",\"text\":\"return 1;\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"run\",\"name\":\"/\",\"text\":\"return 1;\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"run\",\"name\":\"a\\u0000b.cs\",\"text\":\"return 1;\"}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"log\",\"lines\":-1}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"log\",\"lines\":1e300}", "bad-request")]
    [TestCase("{\"id\":1,\"verb\":\"complete\",\"line\":\"x\",\"cursor\":\"y\"}", "bad-request")]
    public async Task WrongRequest_IsRefusedAndItsConnectionGoesOn(string line, string code)
    {
        using var client = await RawClient.ConnectAsync(_host.Socket);
        await client.SendAsync(line + "\n{\"id\":2,\"verb\":\"status\"}\n");
        var answers = new[] { await client.NextEndAsync(), await client.NextEndAsync() }.ToDictionary(end => end.GetProperty("id").GetInt32());
        Assert.That(answers[1].GetProperty("error").GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(answers[2].TryGetProperty("result", out _), Is.True);
    }

    [Test]
    public async Task LogAfterTheLargestNumber_HasNoLines()
    {
        using var client = await _host.ConnectAsync();
        var answer = await client.RequestAsync("log", new JsonObject { ["after"] = long.MaxValue });
        Assert.That(answer.GetProperty("last").GetInt64(), Is.EqualTo(_host.Host.Log.LastNumber));
    }

    [Test]
    public async Task AnswerLongerThanWhatMayWait_ReachesAPeerThatReads()
    {
        using var client = await _host.ConnectAsync();
        var scope = await _host.AskAsync(() =>
        {
            var many = _host.Host.Loop.RootScope.CreateChild("many");
            for (var i = 0; i < 2_000; i++)
            {
                many.Start(async () => await Async.Delay(double.PositiveInfinity), new string('n', 10_000));
            }

            return many;
        });
        try
        {
            var tasks = (await client.RequestAsync("tasks")).GetProperty("tasks");
            Assert.That(tasks.GetRawText(), Has.Length.GreaterThan(new RemoteOptions().MaxUnsentBytes));
        }
        finally
        {
            await _host.AskAsync(() =>
            {
                scope.Cancel();
                return 0;
            });
        }
    }

    [Test]
    public async Task LineWithoutEnd_IsCutAtTheLimit()
    {
        using var client = await RawClient.ConnectAsync(_host.Socket);
        await client.ReadAsync();
        var block = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        var sent = 0L;
        try
        {
            while (sent < 64 * 1024 * 1024)
            {
                sent += await client.Socket.SendAsync(block);
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
        }

        Assert.That(sent, Is.LessThan(8 * 1024 * 1024));
    }

    [Test]
    public async Task SlowReader_LosesItsConnection()
    {
        using var slow = await RawClient.ConnectAsync(_host.Socket);
        await slow.SendAsync("{\"id\":1,\"verb\":\"log\",\"follow\":true}\n");
        await UntilAsync(() => _host.Host.Remote.Connections == 1);
        var line = new string('x', 15_000);
        for (var i = 0; i < 2_000 && _host.Host.Remote.Connections > 0; i++)
        {
            _host.Host.Log.Write(LogVerbosity.Log, line);
            await Task.Yield();
        }

        await UntilAsync(() => _host.Host.Remote.Connections == 0);
        using var good = await _host.ConnectAsync();
        Assert.That((await good.RequestAsync("status")).GetProperty("state").GetString(), Is.EqualTo("ok"));
    }

    [Test]
    public async Task TooManyRequests_AreRefusedOneByOne()
    {
        using var client = await _host.ConnectAsync();
        var requests = Enumerable.Range(0, 70).Select(_ => client.RequestAsync("log", new JsonObject { ["lines"] = 0, ["follow"] = true })).ToList();
        var refused = 0;
        while (refused < 6)
        {
            var ended = await Task.WhenAny(requests);
            requests.Remove(ended);
            Assert.That((await Assert.ThrowsAsync<RemoteException>(() => ended))!.Code, Is.EqualTo("busy"));
            refused++;
        }

        client.Dispose();
        await UntilAsync(() => _host.Host.Remote.Connections == 0);
        Assert.That(requests, Has.Count.EqualTo(64));
    }

    [Test]
    public async Task ThousandConnections_HundredAtOnce_LeaveNothingBehind()
    {
        // The compiler and the pool take theirs first.
        await ConnectHundredAsync();
        var sockets = CountSockets();
        for (var round = 0; round < 10; round++)
        {
            await ConnectHundredAsync();
        }

        await _host.UntilAsync(() => _host.Host.Loop.Tasks.Count == 0);
        TestContext.Out.WriteLine($"{sockets} sockets before, {CountSockets()} after");
        Assert.That(CountSockets(), Is.LessThanOrEqualTo(sockets));
    }

    private async Task ConnectHundredAsync()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _host.ConnectAsync()));
        await Task.WhenAll(clients.Select((client, i) => i % 10 == 0 ? client.RequestAsync("eval", new JsonObject { ["code"] = "1" }) : client.RequestAsync("status")));
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await UntilAsync(() => _host.Host.Remote.Connections == 0);
    }

    [Test]
    public async Task HundredThousandRequests_DoNotGrow()
    {
        using var client = await _host.ConnectAsync();
        await AskManyAsync(client, 5_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await AskManyAsync(client, 100_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        TestContext.Out.WriteLine($"{(after - before) / 1024.0:0} KiB more after 100,000 requests");
        Assert.That(after - before, Is.LessThan(1024 * 1024));
        Assert.That(await _host.AskAsync(() => _host.Host.Loop.Tasks.Count), Is.Zero);
    }

    // Of each kind one: answered outside the loop, by the loop, and as a task of the loop.
    private static async Task AskManyAsync(RemoteClient client, int count)
    {
        for (var asked = 0; asked < count; asked += 60)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => new[]
            {
                client.RequestAsync("abort", new JsonObject { ["request"] = 0 }),
                client.RequestAsync("complete", new JsonObject { ["line"] = "Dashb" }),
                client.RequestAsync("command", new JsonObject { ["line"] = "Locks" }),
            }));
        }
    }

    // Code that is loaded and unloaded opens and closes other things.
    private static int CountSockets() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(each => each.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(1, limit.Token);
        }
    }
}
