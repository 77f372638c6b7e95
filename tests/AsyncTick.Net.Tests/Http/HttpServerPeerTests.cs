using System.Net;

namespace AsyncTick.Net.Tests;

/// <summary>What clients do wrong is told in one line, costs them their own connection only, and is never the server's error.</summary>
public sealed class HttpServerPeerTests
{
    private const string Post = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    [TestCase("too long", "Content-Length: 5000\r\n\r\n", 5000, false, "HTTP/1.1 413")]
    [TestCase("too long, chunked", "Transfer-Encoding: chunked\r\n\r\n1388\r\n", 5000, false, "HTTP/1.1 413")]
    [TestCase("ends early", "Content-Length: 500\r\n\r\n", 10, true, "")]
    [TestCase("chunk cut off", "Transfer-Encoding: chunked\r\n\r\n5\r\n", 3, true, "")]
    [TestCase("last chunk missing", "Transfer-Encoding: chunked\r\n\r\na\r\naaaaaaaaaa\r\n", 0, true, "")]
    [TestCase("bad chunk", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 5, false, "HTTP/1.1 400")]
    [TestCase("chunk size overflows", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 5, false, "HTTP/1.1 4")]
    [TestCase("chunk without its end", "Transfer-Encoding: chunked\r\n\r\n2\r\n", 10, false, "HTTP/1.1 400")]
    [Category("case 16")]
    public void Upload_ThatIsWrong_IsOneLineAndNoError(string name, string head, int body, bool ends, string answer)
    {
        using var loop = new NetLoop();
        var server = StartReading(loop, out var scope);
        using var client = new RawClient(loop, server.Endpoint);
        client.Send(Post + head).Send(new string('a', body));
        if (ends)
        {
            client.End();
        }

        var got = client.UntilClosed();
        Assert.That(got, answer.Length > 0 ? Does.StartWith(answer) : Does.Not.Contain("200 OK"), name);
        AssertOneLine(loop);
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 16")]
    public void Upload_Reset_IsOneLineAndNoError()
    {
        using var loop = new NetLoop();
        var server = StartReading(loop, out var scope);
        var client = new RawClient(loop, server.Endpoint);
        client.Send(Post + "Content-Length: 500\r\n\r\n0123456789");
        loop.PumpUntil(() => server.RequestCount == 1);
        client.Reset();
        loop.PumpUntil(() => loop.Log.Plain.Count > 0);
        loop.PumpFor(0.05);
        AssertOneLine(loop);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Upload_PostWithoutABody_IsEmptyAndNoError()
    {
        using var loop = new NetLoop();
        var server = StartReading(loop, out var scope);
        using var client = new RawClient(loop, server.Endpoint);
        Assert.That(client.Send(Post + "\r\n").Until("got"), Does.StartWith("HTTP/1.1 200").And.Contain("got 0"));
        Assert.That(loop.Complaints.Concat(loop.Log.Plain), Is.Empty);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Answer_ClientGone_IsNoError()
    {
        using var loop = new NetLoop();
        var go = new TaskCompletionSource();
        var server = HttpTests.Start(loop, out var scope, async exchange =>
        {
            await go.Task;
            await exchange.Respond(HttpStatusCode.OK, new string('x', 8_000_000));
        });
        var client = new RawClient(loop, server.Endpoint);
        client.Send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        loop.PumpUntil(() => server.RequestCount == 1);
        client.Reset();
        go.SetResult();
        loop.PumpFor(0.2);
        Assert.That(loop.Complaints, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    [TestCase("HEAD / HTTP/1.1", "Content-Length: 4")]
    [TestCase("GET /204 HTTP/1.1", "204")]
    [TestCase("GET /304 HTTP/1.1", "304")]
    [TestCase("GET /205 HTTP/1.1", "Content-Length: 0")]
    [Category("case 15")]
    public void Answer_WithoutABody_HasNoneOnTheWireAndTheConnectionGoesOn(string request, string expected)
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, exchange => exchange.Respond(exchange.Path switch { "/204" => HttpStatusCode.NoContent, "/304" => HttpStatusCode.NotModified, "/205" => HttpStatusCode.ResetContent, _ => HttpStatusCode.OK }, "BODY"));
        using var client = new RawClient(loop, server.Endpoint);
        var first = client.Send($"{request}\r\nHost: 127.0.0.1\r\n\r\n").Until("\r\n\r\n");
        var second = client.Send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").Until("BODY");

        Assert.That(first, Does.Contain(expected).And.EndWith("\r\n\r\n"));
        Assert.That(second, Does.StartWith("HTTP/1.1 200").And.EndWith("\r\n\r\nBODY"));
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 14")]
    public void Localhost_IsServedAsTheAddressIs()
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, exchange => exchange.RespondHtml("hello"));
        var echo = WebSocketServerTests.Start(scope);
        loop.Run(async () =>
        {
            foreach (var host in new[] { "localhost", "127.0.0.1" })
            {
                await using var stream = await HttpStream.Open(new Uri($"http://{host}:{server.Endpoint.Port}/"));
                Assert.That(await stream.ReadText(100), Is.EqualTo("hello"), host);
            }

            await using var socket = await WebSocketConnection.Connect(new Uri($"ws://localhost:{echo.Endpoint.Port}/"));
        });
        LineServerTests.End(loop, scope);
    }

    [TestCase("LOCALHOST")]
    [TestCase("localhost.")]
    [TestCase("app.localhost")]
    [TestCase("[::1]")]
    [Category("case 14")]
    public void LoopbackName_InAnySpelling_IsServed(string host)
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, exchange => exchange.RespondHtml("hello"));
        using var client = new RawClient(loop, server.Endpoint);
        Assert.That(client.Send($"GET / HTTP/1.1\r\nHost: {host}:{server.Endpoint.Port}\r\nConnection: close\r\n\r\n").UntilClosed(), Does.EndWith("hello"));
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 15")]
    public void Respond_StatusThatIsNoLastAnswer_IsRefused()
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, exchange => exchange.Respond(HttpStatusCode.Continue, ""));
        using var client = new RawClient(loop, server.Endpoint);
        Assert.That(client.Send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").UntilClosed(), Does.StartWith("HTTP/1.1 500"));
        Assert.That(loop.Log.Errors, Has.One.Contains(nameof(ArgumentOutOfRangeException)));
        LineServerTests.End(loop, scope);
    }

    [Test]
    [Category("case 44")]
    public void Handler_ThrowsAnExceptionThatThrows_IsAnsweredAndLogged()
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, _ => throw new MuteException());
        using var client = new RawClient(loop, server.Endpoint);
        Assert.That(client.Send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").UntilClosed(), Does.StartWith("HTTP/1.1 500"));
        Assert.That(loop.Log.Errors, Has.One.Contains(nameof(MuteException)));
        LineServerTests.End(loop, scope);
    }

    [TestCase("", "ended prematurely")]
    [TestCase("HTTP/1.1 abc\r\n\r\n", "status")]
    [Category("case 20")]
    public void Stream_ServerThatSpeaksNoHttp_IsToldWithItsCause(string greeting, string cause)
    {
        using var server = new RawHttpServer(async (_, _, stream) => await RawHttpServer.Write(stream, greeting));
        using var loop = new NetLoop();
        var error = Assert.Throws<NetworkException>(() => loop.Run(() => HttpStream.Open(server.Address())))!;
        Assert.That(error.Message, Does.StartWith(server.Address().ToString()).And.Contains(cause));
    }

    [TestCase("http")]
    [TestCase("ws")]
    [Category("case 20")]
    public void Connect_NoServer_SaysWhatToLookAt(string scheme)
    {
        using var loop = new NetLoop();
        using var closed = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}/");
        var error = Assert.Throws<NetworkException>(() => loop.Run(async () =>
        {
            await using IAsyncDisposable peer = scheme == "ws" ? await WebSocketConnection.Connect(address) : await HttpStream.Open(address);
        }))!;
        Assert.That(error.Message, Does.Contain($"No server listens on 127.0.0.1:{address.Port}"));
    }

    private static HttpServer StartReading(NetLoop loop, out TaskScope scope) =>
        HttpTests.Start(loop, out scope, async exchange => await exchange.Respond(HttpStatusCode.OK, $"got {(await exchange.ReadText()).Length}"));

    private static void AssertOneLine(NetLoop loop)
    {
        loop.PumpFor(0.05);
        Assert.That(loop.Complaints, Is.Empty);
        Assert.That(loop.Log.Plain, Has.Count.EqualTo(1).And.All.StartsWith("http client 127.0.0.1:"));
    }

    private sealed class MuteException : Exception
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
