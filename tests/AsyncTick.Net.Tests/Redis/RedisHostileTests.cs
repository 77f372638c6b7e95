using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>A server that means harm costs the time limits and a bounded amount of memory.</summary>
public sealed class RedisHostileTests
{
    private const int Limit = 1 << 20;

    private static readonly Dictionary<string, (string Begin, string Again)> Endless = new()
    {
        ["a line without an end"] = ("+", new string('a', 65536)),
        ["a value of two gigabytes"] = ("$2147483647\r\n", new string('a', 65536)),
        ["an array of two billion"] = ("*2147483647\r\n", string.Concat(Enumerable.Repeat("$1\r\na\r\n", 8192))),
        ["arrays in arrays"] = ("", string.Concat(Enumerable.Repeat("*1\r\n", 16384))),
    };

    private static IEnumerable<string> EndlessNames => Endless.Keys;

    [TestCaseSource(nameof(EndlessNames))]
    [Category("case 45")]
    public void Server_SendsWithoutEnd_IsCutOffAndMemoryStaysBounded(string how)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var most = 0L;
        using var over = new CancellationTokenSource();
        var serving = Serve(listener, Endless[how], sent => most = Math.Max(most, sent), over.Token);
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("client");
        var options = new RedisOptions { Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConnectSeconds = 5, MaxReplyBytes = Limit, Reconnect = new Backoff { FirstSeconds = 60 } };
        scope.Start(() => RedisClient.Connect(options));
        loop.PumpUntil(() => loop.Complaints.Any(), 30);

        Assert.That(loop.Complaints, Has.One.Contains("a reply is longer than 1048576 bytes (RedisOptions.MaxReplyBytes)"));

        // More was on its way: what both systems keep for a connection.
        Assert.That(most, Is.LessThan(64 << 20));
        Assert.That(loop.Log.Errors, Is.Empty);
        scope.Cancel();
        loop.PumpUntil(() => scope.IsEmpty);
        over.Cancel();
        listener.Stop();
        loop.PumpUntil(() => serving.IsCompleted);
    }

    [TestCase("$-99\r\n", "a length is negative")]
    [TestCase("*-5\r\n", "a length is negative")]
    [TestCase("$99999999999999999999\r\n", "longer than")]
    [TestCase("*1\r\n$x\r\n", "a length is no number")]
    [TestCase("$\r\n", "a length is missing")]
    [TestCase("$1\r\nabc\r\n", "a text is longer than it says")]
    [TestCase("+OK\n", "a line ends with CR LF")]
    [TestCase("_x\r\n", "a value is none of its kind")]
    [TestCase("HTTP/1.1 400\r\n", "no value begins with 0x48")]
    [Category("case 45")]
    public void Server_DoesNotKeepToTheProtocol_IsCutOffAndSaysWhy(string sends, string why)
    {
        using var server = new DamagedRedis(() => System.Text.Encoding.ASCII.GetBytes(sends));
        using var loop = new NetLoop();
        NetworkException? error = null;
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(new RedisOptions { Port = server.Port, RespVersion = 2, HeartbeatSeconds = 60, Reconnect = new Backoff { FirstSeconds = 60 } });
            try
            {
                await redis.Publish("a", "b");
            }
            catch (NetworkException e)
            {
                error = e;
            }

            await Async.Until(() => loop.Complaints.Any(complaint => complaint.Contains(why, StringComparison.Ordinal)));
        });

        Assert.That(error, Is.Not.Null);
        Assert.That(loop.Complaints, Has.One.Contains(why));
    }

    [Test]
    [Category("case 45")]
    public void Server_HangsUp_IsToldWithoutTheAdviceOfTheLibrary()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = HangUp(listener);
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("client");
        var options = new RedisOptions { Port = ((IPEndPoint)listener.LocalEndpoint).Port, ConnectSeconds = 30, Reconnect = new Backoff { FirstSeconds = 60 } };
        scope.Start(() => RedisClient.Connect(options));
        loop.PumpUntil(() => loop.Complaints.Any(), 30);

        Assert.That(loop.Complaints, Has.One.Contains("cannot be used: It was not possible to connect").And.None.Contains("AbortOnConnectFail"));
        scope.Cancel();
        loop.PumpUntil(() => scope.IsEmpty);
        listener.Stop();
        loop.PumpUntil(() => serving.IsCompleted);
    }

    [Test]
    public void Reply_AsLongAsTheLimit_IsReadAndTheNextBeginsAnew()
    {
        using var server = new RedisServer();
        using var loop = new NetLoop();
        var text = new string('x', 40_000);
        var got = new List<string>();
        loop.Run(async () =>
        {
            await using var redis = await RedisClient.Connect(server.Options with { MaxReplyBytes = 50_000 });
            await using var subscription = await redis.Subscribe("long");
            for (var i = 0; i < 5; i++)
            {
                await redis.Publish("long", text);
            }

            await foreach (var message in subscription)
            {
                got.Add(message.Text);
                if (got.Count == 5)
                {
                    break;
                }
            }
        });

        Assert.That(got, Is.EqualTo(Enumerable.Repeat(text, 5)));
        Assert.That(loop.Complaints, Is.Empty);
    }

    private static async Task Serve(TcpListener listener, (string Begin, string Again) endless, Action<long> sent, CancellationToken over)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync(over).ConfigureAwait(false);
                try
                {
                    await socket.ReceiveAsync(new byte[100], over).ConfigureAwait(false);
                    await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(endless.Begin), over).ConfigureAwait(false);
                    for (var count = 0L; ;)
                    {
                        count += await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(endless.Again), over).ConfigureAwait(false);
                        sent(count);
                    }
                }
                catch (SocketException)
                {
                    // Cut off.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }

    private static async Task HangUp(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var peer = await listener.AcceptTcpClientAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
