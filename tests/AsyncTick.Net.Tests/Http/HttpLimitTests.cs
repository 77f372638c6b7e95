using System.Net;

namespace AsyncTick.Net.Tests;

/// <summary>The limits of <see cref="HttpServerOptions"/>: what is over one is refused or cut off in words, and the next client is served.</summary>
public sealed class HttpLimitTests
{
    private const string CutOff = "<ConnectionReset>";

    [Test]
    public void MaxConnections_AllInWork_TheNextGets503UntilOneIsDone()
    {
        using var loop = new NetLoop();
        var gate = new AsyncManualResetEvent();
        var server = Start(loop, out var scope, new HttpServerOptions { MaxConnections = 2 }, gate);
        using var one = Ask(loop, server);
        using var two = Ask(loop, server);
        loop.PumpUntil(() => server.RequestCount == 2);
        using var refused = Ask(loop, server);
        Assert.That(refused.UntilClosed(), Does.StartWith("HTTP/1.1 503"));
        Assert.That(loop.Log.Warnings, Has.One.Contains("all connections are in use (MaxConnections)"));
        loop.Run(() =>
        {
            gate.Set();
            return Task.CompletedTask;
        });
        Assert.That(new[] { one.UntilClosed(), two.UntilClosed() }, Is.All.StartWith("HTTP/1.1 200"));
        one.Dispose();
        two.Dispose();
        loop.PumpUntil(() =>
        {
            using var next = Ask(loop, server);
            return next.UntilClosed().StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void MaxConnections_OneIsIdle_TheNextTakesItsPlace()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, new HttpServerOptions { MaxConnections = 1 });
        using var idle = new RawClient(loop, server.Endpoint);
        Assert.That(idle.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").Until("hello"), Does.Contain("200"));
        using var next = Ask(loop, server);
        Assert.That(next.UntilClosed(), Does.StartWith("HTTP/1.1 200").And.EndWith("hello"));
        Assert.That(idle.UntilClosed(), Is.Empty.Or.EqualTo(CutOff));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void MaxHeadBytes_ALongerHead_Gets431()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, new HttpServerOptions { MaxHeadBytes = 1000 });
        using var client = new RawClient(loop, server.Endpoint);
        Assert.That(client.Send($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 5000)}\r\n\r\n").UntilClosed(), Does.StartWith("HTTP/1.1 431"));
        AssertStillServes(loop, server, scope);
    }

    [Test]
    public void IdleSeconds_NoRequest_IsCutOff()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, new HttpServerOptions { IdleSeconds = 0.2 });
        using var silent = new RawClient(loop, server.Endpoint);
        Assert.That(silent.UntilClosed(), Is.Empty.Or.EqualTo(CutOff));
        Assert.That(loop.Log.Errors, Is.Empty);
        AssertStillServes(loop, server, scope);
    }

    [Test]
    public void RequestSeconds_HalfAHead_IsCutOff()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, new HttpServerOptions { RequestSeconds = 0.2 });
        using var slow = new RawClient(loop, server.Endpoint);
        Assert.That(slow.Send("GET / HTTP/1.1\r\nHost: loc").UntilClosed(), Is.Empty.Or.EqualTo(CutOff));
        AssertStillServes(loop, server, scope);
    }

    [Test]
    public void SendSeconds_TheClientTakesNothing_IsCutOff()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope, new HttpServerOptions { SendSeconds = 0.3 }, page: new string('x', 64_000_000));
        using var deaf = Ask(loop, server);
        loop.PumpUntil(() => loop.Log.Warnings.Concat(loop.Log.Plain).Any(static line => line.Contains("http client", StringComparison.Ordinal) || line.Contains("http server", StringComparison.Ordinal)));
        Assert.That(loop.Log.Errors, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    private static void AssertStillServes(NetLoop loop, HttpServer server, TaskScope scope)
    {
        using var next = Ask(loop, server);
        Assert.That(next.UntilClosed(), Does.StartWith("HTTP/1.1 200").And.EndWith("hello"));
        LineServerTests.End(loop, scope);
    }

    private static RawClient Ask(NetLoop loop, HttpServer server) => new RawClient(loop, server.Endpoint).Send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private static HttpServer Start(NetLoop loop, out TaskScope scope, HttpServerOptions options, AsyncManualResetEvent? gate = null, string page = "hello") => HttpTests.Start(
        loop,
        out scope,
        async exchange =>
        {
            if (gate is not null)
            {
                await gate.WaitAsync();
            }

            await exchange.Respond(HttpStatusCode.OK, page);
        },
        options);
}
