using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Stations as they are: names and titles in any encoding, wrong content types, files that break off, playlists without end.</summary>
public sealed class RadioPeerTests
{
    private static readonly RadioOptions Quick = new() { Reconnect = new Backoff { FirstSeconds = 0.02, MaxSeconds = 0.05 } };

    [TestCase("\u0420\u0430\u0434\u0438\u043e \u0420\u0435\u0442\u0440\u043e", true, "\u0420\u0430\u0434\u0438\u043e \u0420\u0435\u0442\u0440\u043e")]
    [TestCase("Caf\u00e9", false, "Caf\u00e9")]
    [Category("case 18")]
    public void Station_NameInUtf8OrLatin1_IsRead(string name, bool utf8, string expected)
    {
        var header = (utf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes($"ICY 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: {name}\r\n\r\n");
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await stream.WriteAsync(header);
            await release.Task;
        });
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var reader = await IcecastReader.Open(server.Address());
            Assert.That(reader.Station, Is.EqualTo(expected));
        });
        release.SetResult();
    }

    [Test]
    [Category("case 46")]
    public void Titles_WithControlCharacters_AreShownAsEscapesAndEmptyOnesNotAtAll()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 6));
        string[] blocks = ["StreamTitle='One';", "StreamTitle='\u001b[31mred&#10;[x] FAKE LINE\r';", "StreamTitle='';", "StreamTitle='';", "StreamTitle='Two';"];
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint: 8000\r\n\r\n");
            for (var block = 0; (block + 1) * 8000 < mp3.Length; block++)
            {
                await stream.WriteAsync(mp3.AsMemory(block * 8000, 8000));
                await RawHttpServer.Write(stream, block < blocks.Length ? "\x04" + blocks[block].PadRight(64, '\0') : "\0");
            }
        });
        using var loop = new NetLoop();
        var player = new RadioPlayer(server.Address(), new CollectingSink(), Quick);
        var titles = new List<string>();
        player.TitleChanged += titles.Add;
        _ = loop.Loop.Start(player.Play);
        loop.PumpUntil(() => titles.Contains("Two"));

        Assert.That(titles, Is.EqualTo(new[] { "One", @"\u001b[31mred\n[x] FAKE LINE\r", "Two" }));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    [Category("case 20")]
    public void Play_FileThatIsNotMp3_EndsWithAnErrorThatSaysSo()
    {
        var aac = NotMp3();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, $"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: {aac.Length}\r\n\r\n");
            await stream.WriteAsync(aac);
        });
        using var loop = new NetLoop();
        var error = Assert.Throws<Mp3Exception>(() => loop.Run(new RadioPlayer(server.Address("/file"), new CollectingSink(), Quick).Play));
        Assert.That(error!.Message, Does.Contain("MP3"));
    }

    [Test]
    [Category("case 20")]
    public void Play_LiveStreamThatIsNotMp3_IsReportedAndTriedAgain()
    {
        var aac = NotMp3();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n");
            while (true)
            {
                await stream.WriteAsync(aac);
            }
        });
        using var loop = new NetLoop();
        _ = loop.Loop.Start(new RadioPlayer(server.Address(), new CollectingSink(), Quick).Play);
        loop.PumpUntil(() => server.Connections > 1);
        Assert.That(loop.Complaints, Has.Some.Contains("is no MP3"));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [TestCase("audio/mpeg3")]
    [TestCase("audio/x-mp3")]
    [TestCase("audio/MPEG; charset=utf-8")]
    [TestCase("audio/mpegaudio")]
    [TestCase("audio/mpg")]
    [TestCase("binary/octet-stream")]
    [TestCase("text/plain")]
    public void Open_ContentTypesThatServersGiveMp3_AreTaken(string type)
    {
        using var server = new RawHttpServer((_, _, stream) => RawHttpServer.Write(stream, $"HTTP/1.0 200 OK\r\nContent-Type: {type}\r\n\r\nx").AsTask());
        using var loop = new NetLoop();
        loop.Run(async () => await (await IcecastReader.Open(server.Address())).DisposeAsync());
    }

    [Test]
    [Category("case 22")]
    public void Credentials_InTheAddress_AreSentAndNeverShown()
    {
        var requests = new List<string>();
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            requests.Add(request);
            await RawHttpServer.Write(stream, request.Contains("/list", StringComparison.Ordinal)
                ? $"HTTP/1.0 200 OK\r\nContent-Type: audio/x-mpegurl\r\n\r\n/live\n" : "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        });
        using var loop = new NetLoop();
        var address = new Uri($"http://listener:s3cret@127.0.0.1:{server.Port}/list.m3u");
        _ = loop.Loop.Start(new RadioPlayer(address, new CollectingSink(), Quick).Play);
        loop.PumpUntil(() => loop.Complaints.Any());
        var tasks = TaskTable.Format(loop.Loop.Tasks.Snapshot());
        loop.FramesToEnd(loop.Loop.RootScope);

        Assert.That(requests.Take(2), Is.All.Contains("Authorization: Basic " + Convert.ToBase64String("listener:s3cret"u8)));
        Assert.That(string.Join("\n", loop.Log.Lines) + tasks, Does.Contain("401").And.Not.Contain("s3cret"));
    }

    [Test]
    public void Open_RedirectedFromHttpsToHttp_SaysWhyItIsNotFollowed()
    {
        using var certificates = new TestCertificates();
        using var loop = new NetLoop();
        var server = HttpTests.Start(
            loop,
            out var scope,
            exchange =>
            {
                exchange.AddHeader("Location", "http://127.0.0.1:9/live");
                return exchange.Respond(System.Net.HttpStatusCode.Redirect, "");
            },
            new HttpServerOptions { Tls = new TlsOptions { Certificate = certificates.Server } });
        var options = new RadioOptions { Http = new HttpStreamOptions { Tls = certificates.OwnTrust } };
        var error = Assert.Throws<NetworkException>(() => loop.Run(() => IcecastReader.Open(new Uri($"https://localhost:{server.Endpoint.Port}/"), options)));
        Assert.That(error!.Message, Does.Contain("302").And.Contain("http://127.0.0.1:9/live").And.Contain("from https to http is not followed"));
        LineServerTests.End(loop, scope);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Play_FileBreaksOff_GoesOnWhereItWas(bool knowsRanges)
    {
        using var folder = new ScratchFolder();
        var path = Mp3Material.Make(folder, "song", seconds: 8);
        var mp3 = File.ReadAllBytes(path);
        var requests = new List<string>();
        using var server = new RawHttpServer(async (number, request, stream) =>
        {
            requests.Add(request);
            var line = request.Split("\r\n").FirstOrDefault(header => header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
            var from = knowsRanges && line is not null ? int.Parse(line[13..].TrimEnd('-')) : 0;
            await RawHttpServer.Write(stream, from > 0
                ? $"HTTP/1.1 206 Partial Content\r\nContent-Type: audio/mpeg\r\nETag: \"v1\"\r\nContent-Range: bytes {from}-{mp3.Length - 1}/{mp3.Length}\r\nContent-Length: {mp3.Length - from}\r\n\r\n"
                : $"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nETag: \"v1\"\r\nContent-Length: {mp3.Length}\r\n\r\n");
            var part = number < 2 ? (number + 1) * mp3.Length / 3 : mp3.Length;
            await stream.WriteAsync(mp3.AsMemory(from, Math.Max(0, part - from)));
        });
        using var loop = new NetLoop();
        var sink = new CollectingSink(keep: true);
        loop.Run(new RadioPlayer(server.Address("/song.mp3"), sink, Quick).Play);

        Assert.That(server.Connections, Is.EqualTo(3));
        Assert.That(requests.Skip(1), Is.All.Contains("Range: bytes="));
        Assert.That(sink.Samples.AsSpan().SequenceEqual(Mp3Material.Mpg123Samples(folder, path)), "nothing twice, nothing left out");
    }

    [Test]
    public void Play_FileBreaksOffAndIsAnotherOneThen_StartsAgain()
    {
        using var folder = new ScratchFolder();
        var path = Mp3Material.Make(folder, "song", seconds: 2);
        var mp3 = File.ReadAllBytes(path);
        using var server = new RawHttpServer(async (number, request, stream) =>
        {
            if (number == 1)
            {
                await RawHttpServer.Write(stream, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            await RawHttpServer.Write(stream, $"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nETag: \"v{number}\"\r\nContent-Length: {mp3.Length}\r\n\r\n");
            await stream.WriteAsync(mp3.AsMemory(0, number == 0 ? mp3.Length / 2 : mp3.Length));
        });
        using var loop = new NetLoop();
        var sink = new CollectingSink();
        loop.Run(new RadioPlayer(server.Address("/song.mp3"), sink, Quick).Play);
        var whole = Mp3Material.Mpg123Samples(folder, path).Length;
        Assert.That(sink.Bytes, Is.GreaterThan(whole * 5 / 4).And.LessThan(whole * 2));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("case 46")]
    public void Play_PlaylistsWithoutEnd_AskABoundedNumberOfTimes(bool toItself)
    {
        using var server = new RawHttpServer(async (number, _, stream) =>
        {
            var body = string.Concat(Enumerable.Range(0, 64).Select(i => toItself ? "/pl.m3u\n" : $"/pl.m3u?{number}.{i}\n"));
            await RawHttpServer.Write(stream, $"HTTP/1.0 200 OK\r\nContent-Type: audio/x-mpegurl\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });
        using var loop = new NetLoop();
        var error = Assert.Throws<NetworkException>(() => loop.Run(() => IcecastReader.Open(server.Address("/pl.m3u"))));
        Assert.That(error!.Message, Does.Contain(toItself ? "leads only to itself" : "MaxPlaylistRequests"));
        Assert.That(error.Message, Has.Length.LessThan(250), "told once, not once for each playlist");
        Assert.That(server.Connections, Is.EqualTo(toItself ? 1 : 16));
    }

    [Test]
    [Category("case 46")]
    public void Play_TagWithoutEnd_MemoryStaysBoundedAndItIsReported()
    {
        var part = new byte[65536];
        Array.Fill(part, (byte)'a');
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n");
            await stream.WriteAsync("ID3\x04\0\0\x7f\x7f\x7f\x7f"u8.ToArray());
            while (true)
            {
                await stream.WriteAsync("TXXX\x7f\x7f\x7f\x7f\0\0"u8.ToArray());
                await stream.WriteAsync(part);
            }
        });
        using var loop = new NetLoop();
        var before = Environment.WorkingSet;
        _ = loop.Loop.Start(new RadioPlayer(server.Address(), new CollectingSink(), Quick).Play);
        loop.PumpUntil(() => server.Connections > 3);

        Assert.That(loop.Complaints, Has.Some.Contains("begins with a tag"));
        Assert.That(Environment.WorkingSet - before, Is.LessThan(100L << 20));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Play_FileWithALargeTag_IsTheSameSound()
    {
        using var folder = new ScratchFolder();
        var path = Mp3Material.Make(folder, "song", seconds: 2);
        byte[] tagged = [.. "ID3\x03\0\0\0\x20\0\0"u8, .. new byte[0x20 << 14], .. File.ReadAllBytes(path)];
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, $"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: {tagged.Length}\r\n\r\n");
            await stream.WriteAsync(tagged);
        });
        using var loop = new NetLoop();
        var sink = new CollectingSink(keep: true);
        loop.Run(new RadioPlayer(server.Address("/song.mp3"), sink, Quick).Play);
        Assert.That(sink.Samples.AsSpan().SequenceEqual(Mp3Material.Mpg123Samples(folder, path)));
    }

    // Headers of AAC in ADTS frames, with noise behind them.
    private static byte[] NotMp3() =>
        [.. Enumerable.Range(0, 2000).SelectMany(i => new byte[] { 0xFF, 0xF1, 0x50, 0x80, 0x10, 0x1F, 0xFC }.Concat(Enumerable.Range(0, 121).Select(k => (byte)(((i * 7) + (k * 13)) % 251))))];
}
