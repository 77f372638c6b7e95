using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>
/// Random damage to what each protocol reader takes, from a fixed seed: no process death, memory bounded, documented exceptions, one log line
/// per peer at most. Each has a bounded run and, by hand, one of a million inputs.
/// </summary>
public sealed class ProtocolFuzzTests
{
    private const int Million = FuzzProgress.Million;

    [TestCase(400, TestName = "Lines_DamagedInput_IsRefusedInOneLine")]
    [TestCase(Million, TestName = "Lines_Million", Explicit = true)]
    public void Lines(int count)
    {
        using var loop = new NetLoop();
        using var folder = new ScratchFolder();
        var options = new LineServerOptions { UnixPath = folder.File("fuzz.sock"), MaxLineBytes = 200, Telnet = true, LineEnd = LineEnd.Any, CloseSeconds = 0.05 };
        var server = LineServerTests.StartEcho(loop, out var scope, options: options);
        byte[][] seeds = ["hello\nworld\n"u8.ToArray(), "a\r\nb\rc\r\0d"u8.ToArray(), [255, 251, 1, 255, 250, 31, 1, 2, 255, 240, .. "x\n"u8], Encoding.UTF8.GetBytes("\u266b\u00e4\n")];
        Run(loop, count, new FuzzInput(11, seeds), input => Raw(input, () => new UnixDomainSocketEndPoint(server.Name)), () => server.ClientCount, 3);
        LineServerTests.End(loop, scope);
    }

    [TestCase(400, TestName = "Http_DamagedInput_IsRefusedInOneLine")]
    [TestCase(Million, TestName = "Http_Million", Explicit = true)]
    public void Http(int count)
    {
        using var loop = new NetLoop();
        var server = HttpTests.Start(loop, out var scope, async exchange => await exchange.Respond(System.Net.HttpStatusCode.OK, await exchange.ReadText() + exchange.Query["x"]), new HttpServerOptions { MaxBodyBytes = 1000, MaxHeadBytes = 2000 });
        byte[][] seeds =
        [
            "GET /a%20b?x=1&y HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(),
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.0\r\n\r\n"u8.ToArray(),
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na;x=y\r\n0123456789\r\n0\r\nT: x\r\n\r\n"u8.ToArray(),
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"u8.ToArray(),
        ];
        Run(loop, count, new FuzzInput(12, seeds), input => Raw(input, () => server.Endpoint), () => server.ConnectionCount, 1);
        LineServerTests.End(loop, scope);
    }

    [TestCase(400, TestName = "WebSocket_DamagedInput_IsRefusedInOneLine")]
    [TestCase(Million, TestName = "WebSocket_Million", Explicit = true)]
    public void WebSocket(int count)
    {
        using var loop = new NetLoop();
        var scope = loop.Loop.RootScope.CreateChild("echo");
        var server = WebSocketServerTests.Start(scope, sockets: new WebSocketOptions { MaxMessageBytes = 1000, CloseSeconds = 0.05 });
        var hello = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"u8.ToArray();
        byte[][] seeds =
        [
            [0x81, 0x85, 1, 2, 3, 4, (byte)'h' ^ 1, (byte)'e' ^ 2, (byte)'l' ^ 3, (byte)'l' ^ 4, (byte)'o' ^ 1],
            [0x01, 0x81, 0, 0, 0, 0, 65, 0x89, 0x80, 0, 0, 0, 0, 0x80, 0x81, 0, 0, 0, 0, 66],
            [0x82, 0xFE, 0x01, 0x00, 0, 0, 0, 0, .. new byte[256], 0x88, 0x82, 0, 0, 0, 0, 3, 0xE8],
            [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. new byte[300]],
        ];
        Run(loop, count, new FuzzInput(13, seeds), input => Raw([.. hello, .. input], () => server.Endpoint), () => 0, 1);
        LineServerTests.End(loop, scope);
    }

    [TestCase(20_000, TestName = "Icy_DamagedInput_IsBounded")]
    [TestCase(Million, TestName = "Icy_Million", Explicit = true)]
    public void Icy(int count)
    {
        byte[][] seeds = [[1, 2, 3, 4, 2, .. Encoding.UTF8.GetBytes("StreamTitle='It's \u266b &amp;';".PadRight(30, '\0')), 5, 6, 7, 8, 0], [.. new byte[4], 255, .. new byte[4080]]];
        var input = new FuzzInput(14, seeds);
        var before = GC.GetTotalMemory(true);
        var longest = 0;
        var audio = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
        {
            audio.ResetWrittenCount();
            new IcyDemuxer(i % 9).Feed(input.Next(), audio, title => longest = Math.Max(longest, LogText.Printable(title).Length));
        }

        Assert.That(longest, Is.LessThan(4080 * 6));
        Assert.That(GC.GetTotalMemory(true) - before, Is.LessThan(8 << 20));
    }

    [TestCase(20_000, TestName = "Playlists_DamagedInput_IsAnAddressOrAFormatError")]
    [TestCase(Million, TestName = "Playlists_Million", Explicit = true)]
    public void Playlists(int count)
    {
        byte[][] seeds =
        [
            "#EXTM3U\r\n#EXTINF:-1,One\r\nhttp://a.example/one?x=1\r\nrelative.mp3\r\n"u8.ToArray(),
            "[playlist]\nNumberOfEntries=1\nFile1=http://a.example:8000/\nFile\nFile22=https://[::1]/\nVersion=2\n"u8.ToArray(),
        ];
        var input = new FuzzInput(15, seeds);
        var found = 0;
        for (var i = 0; i < count; i++)
        {
            try
            {
                var entries = Playlist.Parse(Encoding.UTF8.GetString(input.Next()), new Uri("http://station.example/list"));
                found += entries.All(entry => entry.Scheme is "http" or "https") && entries.Count is > 0 and <= 64 ? 1 : throw new InvalidOperationException("not an address");
            }
            catch (FormatException e)
            {
                Assert.That(e.Message, Does.Contain("http://station.example/list"));
            }
        }

        Assert.That(found, Is.Positive.And.LessThan(count));
    }

    [TestCase(1000, TestName = "Mp3_DamagedFrames_AreDecodedOrSkipped")]
    [TestCase(Million, TestName = "Mp3_Million", Explicit = true)]
    public void Mp3(int count)
    {
        using var folder = new ScratchFolder();

        // A few frames: what a decoder carries over is all there, and an input is decoded in a moment.
        var frames = File.ReadAllBytes(Mp3Material.Make(folder, "short", seconds: 0.2))[..1700];
        var input = new FuzzInput(16, [frames, [.. "ID3\x04\0\0\0\0\x02\0"u8, .. new byte[256], .. frames]]);
        var progress = new FuzzProgress(count);
        var pcm = new byte[16384];
        var before = Environment.WorkingSet;
        for (var i = 0; i < count; i++)
        {
            progress.Tell(i, 0);
            using var decoder = new Mp3Decoder(i % 2 == 0 ? Mp3Input.File : Mp3Input.Stream);
            try
            {
                decoder.Feed(input.Next());
                for (var rounds = 0; decoder.Read(pcm) > 0; rounds++)
                {
                    Assert.That(rounds, Is.LessThan(10_000));
                }
            }
            catch (Mp3Exception)
            {
                // As documented.
            }
        }

        Assert.That(Environment.WorkingSet - before, Is.LessThan(150L << 20));
    }

    // Several peers at once, each with one input after the other, each over a connection of its own that ends in order or with a reset.
    private static void Run(NetLoop loop, int count, FuzzInput input, Func<byte[], Task> peer, Func<int> connected, int linesPerPeer)
    {
        const int Peers = 50;
        var before = GC.GetTotalMemory(true);
        var progress = new FuzzProgress(count);
        var lines = 0;
        var done = 0;
        var next = 0;
        var peers = Enumerable.Range(0, Peers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= count)
            {
                byte[] bytes;
                lock (input)
                {
                    bytes = input.Next();
                }

                await peer(bytes);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        while (!peers.TrueForAll(task => task.IsCompleted))
        {
            var sofar = done;
            loop.PumpUntil(() => done > sofar + Peers || peers.TrueForAll(task => task.IsCompleted), 60);
            Look();
        }

        Task.WaitAll([.. peers]);
        loop.PumpUntil(() => connected() == 0, 60);
        Look();
        Assert.That(done, Is.EqualTo(count));
        Assert.That(GC.GetTotalMemory(true) - before, Is.LessThan(32 << 20));

        void Look()
        {
            Assert.That(loop.Complaints, Is.Empty);
            lines += loop.Log.Plain.Count;
            Assert.That(lines, Is.LessThanOrEqualTo(Math.Min(next, count) * linesPerPeer));
            Assert.That(loop.Log.Plain, Has.None.Matches<string>(line => line!.Any(char.IsControl)));
            loop.Log.Clear();
            progress.Tell(done, lines);
        }
    }

    private static async Task Raw(byte[] input, Func<System.Net.EndPoint> server)
    {
        var address = server();
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address);

            // In two pieces, so that what is read is cut anywhere.
            var cut = input.Length / 3;
            await socket.SendAsync(input.AsMemory(0, cut));
            await Task.Yield();
            await socket.SendAsync(input.AsMemory(cut));
            socket.Shutdown(SocketShutdown.Send);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var answer = new byte[4096];
            while (await socket.ReceiveAsync(answer, limit.Token) > 0)
            {
            }

            // A reset: a million ordinary ends would use up the ports.
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // Cut off by the server, which is its right.
        }
    }
}
