using System.Net;

namespace AsyncTick.Net.Tests;

public sealed class HttpTests
{
    [Test]
    public void Server_Curl_GetsPagesStatusesAndBodies()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope);

        Assert.That(Curl(loop, $"http://{server.Endpoint}/hello?who=me"), Is.EqualTo("<p>hello me</p> 200 text/html; charset=utf-8\n"));
        Assert.That(Curl(loop, "-d", "some body", $"http://{server.Endpoint}/echo"), Is.EqualTo("some body 200 text/plain; charset=utf-8\n"));
        Assert.That(Curl(loop, $"http://{server.Endpoint}/nothing"), Does.Contain(" 404 "));
        Assert.That(Curl(loop, $"http://{server.Endpoint}/fault"), Does.Contain(" 500 "));
        Assert.That(loop.Log.Errors, Has.One.Contains("a fault in the page"));
        Assert.That(Curl(loop, "-d", new string('x', 5000), $"http://{server.Endpoint}/echo"), Does.Contain(" 413 "));
        Assert.That(server.RequestCount, Is.EqualTo(5));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Server_PortTaken_ReportsTheRealReason()
    {
        using var loop = new NetLoop();
        var server = Start(loop, out var scope);
        loop.Run(() =>
        {
            var error = Assert.Throws<NetworkException>(() => HttpServer.Start(_ => Task.CompletedTask, new HttpServerOptions { Port = server.Endpoint.Port }));
            Assert.That(error!.Message, Does.Contain("the port is taken"));
            return Task.CompletedTask;
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Cancel_RequestInWork_EndsWithinTwoFramesAndLeavesNothing()
    {
        var before = Footprint.Take();
        var curls = new List<ServerProcess>();
        NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
        {
            HttpServer? server = null;
            var began = false;
            scope.Start(async () =>
            {
                server = HttpServer.Start(async _ =>
                {
                    began = true;
                    await Async.Delay(1000);
                });
                await server.WaitClosed();
            });
            curls.Add(ServerProcess.Start("curl", "-s", $"http://{server!.Endpoint}/"));
            loop.PumpUntil(() => began);
        });
        curls.ForEach(curl => curl.Dispose());
        before.AssertRestored();
    }

    [Test]
    public void Stream_PythonServer_IsReadToItsEnd()
    {
        using var folder = new ScratchFolder();
        var content = new byte[300_000];
        new Random(4).NextBytes(content);
        File.WriteAllBytes(folder.File("data.bin"), content);
        var port = LoopbackPort.Free();
        using var server = ServerProcess.Start("python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder.Path, $"{port}");
        server.WaitForPort(port);
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(new Uri($"http://127.0.0.1:{port}/data.bin"));
            var got = new MemoryStream();
            var buffer = new byte[4096];
            while (await stream.Read(buffer) is > 0 and var read)
            {
                got.Write(buffer.AsSpan(0, read));
            }

            Assert.That(stream.Length, Is.EqualTo(content.Length));
            Assert.That(got.ToArray().AsSpan().SequenceEqual(content));
        });
        var error = Assert.Throws<NetworkException>(() => loop.Run(() => HttpStream.Open(new Uri($"http://127.0.0.1:{port}/missing"))));
        Assert.That(error!.Message, Does.Contain("answered 404"));
    }

    [Test]
    public void Stream_StandsStill_IsGivenUp()
    {
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.1 200 OK\r\n\r\nbeginning");
            await release.Task;
        });
        using var loop = new NetLoop();
        var error = Assert.Throws<NetworkException>(() => loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(server.Address(), new HttpStreamOptions { StallSeconds = 0.2 });
            while (await stream.Read(new byte[100]) > 0)
            {
            }
        }));
        release.SetResult();
        Assert.That(error!.Message, Does.Contain("has sent nothing for 0.2 s"));
    }

    [Test]
    public void Stream_EndsTooEarly_IsAnError()
    {
        using var server = new RawHttpServer((_, _, stream) => RawHttpServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.").AsTask());
        using var loop = new NetLoop();
        var error = Assert.Throws<NetworkException>(() => loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(server.Address());
            await stream.ReadText(1000);
        }));
        Assert.That(error!.Message, Does.Contain("broke off").Or.Contain("too early"));
    }

    internal static HttpServer Start(NetLoop loop, out TaskScope scope, Func<HttpExchange, Task>? serve = null, HttpServerOptions? options = null)
    {
        scope = loop.Loop.RootScope.CreateChild("http under test");
        HttpServer? server = null;
        scope.Start(async () =>
        {
            server = HttpServer.Start(serve ?? Serve, options ?? new HttpServerOptions { MaxBodyBytes = 1000 });
            await server.WaitClosed();
        });
        return server!;
    }

    private static async Task Serve(HttpExchange exchange)
    {
        switch (exchange.Path)
        {
            case "/hello":
                await exchange.RespondHtml($"<p>hello {exchange.Query["who"]}</p>");
                break;
            case "/echo":
                await exchange.Respond(HttpStatusCode.OK, await exchange.ReadText());
                break;
            case "/fault":
                throw new InvalidOperationException("a fault in the page");
        }
    }

    private static string Curl(NetLoop loop, params string[] arguments)
    {
        using var curl = ServerProcess.Start("curl", ["-s", "-w", " %{http_code} %{content_type}\n", .. arguments]);
        loop.PumpUntil(() => curl.HasExited);
        curl.WaitForExit();
        return curl.Output;
    }
}
