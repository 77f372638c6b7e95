using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Servers that answer with random damage: a client sees data, a documented exception or an end, nothing else, and keeps nothing.</summary>
public sealed class ClientFuzzTests
{
    private const int Clients = 16;

    private static readonly byte[][] Answers =
    [
        "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 11\r\n\r\nhello world"u8.ToArray(),
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na;x=y\r\n0123456789\r\n0\r\nT: x\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 302 Found\r\nLocation: /else?where#x\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 6\r\nETag: \"x\"\r\n\r\n world"u8.ToArray(),
        "HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n"u8.ToArray(),
        Encoding.UTF8.GetBytes("ICY 200 OK\r\nicy-name: \u266b\r\nicy-metaint: 8192\r\nContent-Type: audio/mpeg;charset=\"\r\n\r\n\0\0\0\0"),
    ];

    private static readonly byte[][] Frames =
    [
        [0x81, 5, .. "hello"u8, 0x88, 2, 3, 0xE8],
        [0x01, 2, .. "he"u8, 0x89, 1, 65, 0x80, 3, .. "llo"u8, 0x8A, 0],
        [0x82, 126, 1, 0, .. new byte[256], 0x82, 127, 0, 0, 0, 0, 0, 0, 1, 0, .. new byte[256]],
        [0x88, 20, 3, 0xF0, .. "a reason, \u266b and so"u8],
    ];

    [TestCase(400, TestName = "HttpAnswers_Damaged_AreReadOrADocumentedError")]
    [TestCase(FuzzProgress.Million, TestName = "HttpAnswers_Million", Explicit = true)]
    public void HttpAnswers(int count)
    {
        var input = new FuzzInput(17, Answers);
        using var server = new RawHttpServer(async (_, _, stream) => await stream.WriteAsync(Next(input)));

        // No redirections: a damaged address may be another machine's.
        var options = new HttpStreamOptions { MaxRedirects = 0, ConnectSeconds = 10, HeaderSeconds = 10, StallSeconds = 10 };
        var read = 0;
        Run(count, async () =>
        {
            try
            {
                await using var stream = await HttpStream.Open(server.Address(), options);
                var text = await stream.ReadText(1000);
                _ = (stream.ContentType, stream.Header("icy-name"), stream.Header("icy-metaint"), stream.Length, stream.Start);
                read += text.Length > 0 ? 1 : 0;
            }
            catch (NetworkException)
            {
                // As documented.
            }
        });
        Assert.That(read, Is.Positive.And.LessThan(count));
    }

    [TestCase(400, TestName = "WebSocketFrames_Damaged_AreReceivedOrADocumentedError")]
    [TestCase(FuzzProgress.Million, TestName = "WebSocketFrames_Million", Explicit = true)]
    public void WebSocketFrames(int count)
    {
        var input = new FuzzInput(18, Frames);
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            var key = request.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
#pragma warning disable CA5350 // The protocol's.
            var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
            await RawHttpServer.Write(stream, $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
            await stream.WriteAsync(Next(input));
        });
        var options = new WebSocketOptions { MaxMessageBytes = 1000, CloseSeconds = 0.05, ConnectSeconds = 10 };
        var received = 0;
        Run(count, async () =>
        {
            try
            {
                await using var socket = await WebSocketConnection.Connect(new Uri($"ws://127.0.0.1:{server.Port}/"), options);
                await foreach (var message in socket.ReceiveAll())
                {
                    Assert.That(message.Payload.Length, Is.LessThanOrEqualTo(options.MaxMessageBytes));
                    received++;
                }
            }
            catch (NetworkException)
            {
                // As documented.
            }
        });
        Assert.That(received, Is.Positive);
    }

    [TestCase("//")]
    [TestCase("http://[")]
    [TestCase("http://")]
    [TestCase("http:///x")]
    [TestCase("///")]
    [TestCase(":")]
    [TestCase("http://127.0.0.1:99999/")]
    [TestCase("ftp://127.0.0.1/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("%")]
    [TestCase("\u00ff")]
    [TestCase("")]
    public void Redirection_ToNoAddress_IsADocumentedError(string location)
    {
        using var server = new RawHttpServer((number, _, stream) => RawHttpServer.Write(stream, number > 0 ? "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n" : $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").AsTask());
        foreach (var redirects in new[] { 0, 5 })
        {
            using var loop = new NetLoop();
            Assert.That(() => loop.Run(() => HttpStream.Open(server.Address(), new HttpStreamOptions { MaxRedirects = redirects })), Throws.InstanceOf<NetworkException>());
        }
    }

    private static byte[] Next(FuzzInput input)
    {
        lock (input)
        {
            return input.Next();
        }
    }

    private static void Run(int count, Func<Task> one)
    {
        using var loop = new NetLoop();
        var before = Footprint.Take();
        var progress = new FuzzProgress(count);
        var next = 0;
        var done = 0;
        GameTask[] clients = [.. Enumerable.Range(0, Clients).Select(_ => loop.Loop.Start(async () =>
        {
            while (next < count)
            {
                next++;
                await one();
                done++;
            }
        }))];
        while (!Array.TrueForAll(clients, static client => client.IsCompleted))
        {
            var sofar = done;
            loop.PumpUntil(() => done > sofar + 50 || Array.TrueForAll(clients, static client => client.IsCompleted), 60);
            Assert.That(loop.Complaints, Is.Empty);
            progress.Tell(done, loop.Log.Lines.Count);
        }

        Assert.That(done, Is.EqualTo(count));
        before.AssertRestored();
    }
}
