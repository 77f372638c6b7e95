namespace AsyncTick.Net.Tests;

public sealed class RadioPlayerTests
{
    private static readonly RadioOptions Quick = new() { Reconnect = new Backoff { FirstSeconds = 0.05, MaxSeconds = 0.2 } };

    [Test]
    public void Play_IcecastStation_SoundAndTitlesArrive()
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "station", seconds: 20);
        using var icecast = new IcecastServer();
        using var source = icecast.StartSource(mp3);
        using var loop = new NetLoop();
        var sink = new CollectingSink();
        var player = new RadioPlayer(icecast.Mount, sink, Quick);
        var titles = new List<string>();
        player.TitleChanged += titles.Add;
        var playing = loop.Loop.Start(player.Play);
        loop.PumpUntil(() => sink.Bytes > 176400);

        icecast.SetTitle("Künstler – It's a title");
        loop.PumpUntil(() => titles.Contains("Künstler – It's a title"), 30);

        Assert.That(player.Station, Is.EqualTo("Test Station"));
        Assert.That(player.State, Is.EqualTo(RadioState.Playing));
        Assert.That(sink.Formats, Is.EqualTo(new[] { new PcmFormat(44100, 2) }));
        Assert.That(sink.WrongThread, Is.False);
        playing.Cancel();
        loop.PumpUntil(() => playing.IsCompleted);
        Assert.That(player.State, Is.EqualTo(RadioState.Stopped));
    }

    [Test]
    public void Play_SourceDropsAndReturns_GoesOn()
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "station", seconds: 20);
        using var icecast = new IcecastServer();
        using var loop = new NetLoop();
        var sink = new CollectingSink();
        var player = new RadioPlayer(icecast.Mount, sink, Quick);
        using (icecast.StartSource(mp3))
        {
            _ = loop.Loop.Start(player.Play);
            loop.PumpUntil(() => sink.Bytes > 0);
        }

        loop.PumpUntil(() => player.State == RadioState.Connecting && player.Reconnects > 0);
        var before = sink.Bytes;
        using (icecast.StartSource(mp3))
        {
            loop.PumpUntil(() => sink.Bytes > before + 100_000);
        }

        Assert.That(loop.Log.Warnings, Has.Some.Contains("has ended its stream"));
        Assert.That(loop.Loop.Tasks.Snapshot(), Has.Some.Matches<TaskInfo>(task => task!.Status.Contains("restart", StringComparison.Ordinal)));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [TestCase(".m3u", "#EXTM3U\n#EXTINF:-1,x\nsound.mp3\n")]
    [TestCase(".pls", "[playlist]\nNumberOfEntries=1\nFile1={0}sound.mp3\nVersion=2\n")]
    public void Play_PlaylistToAFile_WavEqualsMpg123BitForBit(string ending, string playlist)
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "sound", seconds: 4, lameArguments: ["-b", "160"]);
        var port = LoopbackPort.Free();
        File.WriteAllText(folder.File("list" + ending), string.Format(playlist, $"http://127.0.0.1:{port}/"));
        using var server = ServerProcess.Start("python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder.Path, $"{port}");
        server.WaitForPort(port);
        using var loop = new NetLoop();
        var wav = folder.File("out.wav");

        loop.Run(async () =>
        {
            await using var sink = new WavFileSink(wav);
            await new RadioPlayer(new Uri($"http://127.0.0.1:{port}/list{ending}"), sink, Quick).Play();
        });

        Assert.That(Mp3Material.Samples(wav).AsSpan().SequenceEqual(Mp3Material.Mpg123Samples(folder, mp3)));
        Assert.That(ServerProcess.Run("sox", "--i", "-r", wav).Trim(), Is.EqualTo("44100"), "others can read the file");
    }

    [Test]
    public void Play_ShoutcastAnswersIcy200_IsUnderstood()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 2));
        using var shoutcast = new RawHttpServer(async (_, request, stream) =>
        {
            Assert.That(request, Does.Contain("Icy-MetaData: 1"));

            // One byte at a time: the status line must be recognized however it is cut.
            foreach (var letter in "ICY 200 OK\r\n")
            {
                await RawHttpServer.Write(stream, $"{letter}");
            }

            await RawHttpServer.Write(stream, "icy-notice1: hello\r\nicy-name: Old Server\r\ncontent-type: audio/mpeg\r\nicy-metaint: 1000\r\n\r\n");
            for (var at = 0; at < mp3.Length; at += 1000)
            {
                await stream.WriteAsync(mp3.AsMemory(at, Math.Min(1000, mp3.Length - at)));
                await RawHttpServer.Write(stream, at == 0 ? "\x02StreamTitle='Caf\u00e9';".PadRight(33, '\0') : "\0");
            }
        });
        using var loop = new NetLoop();
        var sink = new CollectingSink();
        var player = new RadioPlayer(shoutcast.Address(), sink, Quick);
        var playing = loop.Loop.Start(player.Play);
        loop.PumpUntil(() => sink.Bytes > 300_000);

        Assert.That(player.Station, Is.EqualTo("Old Server"));
        Assert.That(player.Title, Is.EqualTo("Caf\u00e9"));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Play_TenMinutesAtFullSpeed_MemoryStaysFlat()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "minute", seconds: 60, lameArguments: ["-b", "128"]));
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint: 8192\r\n\r\n");
            var sound = Enumerable.Repeat(mp3, 11).SelectMany(bytes => bytes).ToArray();
            for (var at = 0; at < sound.Length; at += 8192)
            {
                await stream.WriteAsync(sound.AsMemory(at, Math.Min(8192, sound.Length - at)));
                await RawHttpServer.Write(stream, "\x02" + $"StreamTitle='title {at}';".PadRight(32, '\0'));
            }
        });
        using var loop = new NetLoop();
        const long TenMinutes = 600L * 176400;
        var memory = new List<long>();
        var sink = new CollectingSink
        {
            OnBytes = bytes =>
            {
                if (bytes > memory.Count * TenMinutes / 10)
                {
                    memory.Add(GC.GetTotalMemory(forceFullCollection: true));
                }
            },
        };
        var player = new RadioPlayer(server.Address(), sink, Quick);
        var started = loop.Now;
        _ = loop.Loop.Start(player.Play);
        loop.PumpUntil(() => sink.Bytes >= TenMinutes, 60);

        TestContext.Out.WriteLine($"10 minutes of sound in {loop.Now - started:0.00} s ({600 / (loop.Now - started):0} times real time); live memory at each minute in MiB: {string.Join(", ", memory.Select(bytes => $"{bytes / 1048576.0:0.0}"))}");
        Assert.That(memory[2..], Is.All.LessThan(memory[2] + (1024 * 1024)));
        Assert.That(player.Reconnects, Is.Zero);
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Play_SlowSink_TheStationIsHeldBack()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "minute", seconds: 60, lameArguments: ["-b", "320"]));
        long sent = 0;
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n");
            while (true)
            {
                await stream.WriteAsync(mp3);
                sent += mp3.Length;
            }
        });
        using var loop = new NetLoop();
        var gate = new TaskCompletionSource();
        var sink = new CollectingSink { Block = () => gate.Task };
        _ = loop.Loop.Start(new RadioPlayer(server.Address(), sink, Quick with { MaxQueuedBytes = 64 * 1024 }).Play);
        loop.PumpUntil(() => sink.Bytes > 0);
        loop.PumpFor(0.5);

        Assert.That(sent, Is.LessThan(16 * 1024 * 1024), "what the kernel buffers");
        Assert.That(sink.Bytes, Is.LessThan(64 * 1024));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Play_WrongKindOfStream_SaysWhatItIs()
    {
        using var server = new RawHttpServer((_, _, stream) => RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/aac\r\n\r\nxxxx").AsTask());
        using var loop = new NetLoop();
        _ = loop.Loop.Start(new RadioPlayer(server.Address(), new CollectingSink(), Quick).Play);
        loop.PumpUntil(() => loop.Log.Warnings.Count > 0);

        Assert.That(loop.Log.Warnings[0], Does.Contain("is audio/aac, not MP3"));
        loop.FramesToEnd(loop.Loop.RootScope);
    }

    [Test]
    public void Play_LibraryMissing_IsOneClearError()
    {
        using var loop = new NetLoop();
        var error = Assert.Throws<Mp3Exception>(() => loop.Run(async () =>
        {
            var options = Quick with { Library = Mpg123Library.Load(["libmissing.so.0"]) };
            await new RadioPlayer(new Uri("http://127.0.0.1:1/"), new CollectingSink(), options).Play();
        }));

        Assert.That(error!.Message, Does.StartWith("libmpg123 is needed"));
    }

    [Test]
    public void Cancel_WhilePlaying_EndsWithinTwoFramesAndLeavesNothing()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "minute", seconds: 60));
        var before = Footprint.Take();
        using (var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n");
            while (true)
            {
                await stream.WriteAsync(mp3);
            }
        }))
        {
            NetLoop.AssertEndsWithinTwoFrames((loop, scope) =>
            {
                var sink = new CollectingSink();
                scope.Start(new RadioPlayer(server.Address(), sink, Quick).Play);
                loop.PumpUntil(() => sink.Bytes > 1_000_000);
            });
        }

        before.AssertRestored();
    }

    [Test]
    public void WavSink_FormatChanges_StartsTheNextFile()
    {
        using var folder = new ScratchFolder();
        using var loop = new NetLoop();
        var sink = new WavFileSink(folder.File("a.wav"));
        loop.Run(async () =>
        {
            await using (sink)
            {
                await sink.BeginFormat(new PcmFormat(8000, 1), default);
                await sink.Write(new byte[16000], default);
                await sink.BeginFormat(new PcmFormat(48000, 2), default);
                await sink.Write(new byte[192000], default);
            }
        });

        Assert.That(sink.Files.Select(Path.GetFileName), Is.EqualTo(new[] { "a.wav", "a-2.wav" }));
        Assert.That(ServerProcess.Run("sox", "--i", "-D", sink.Files[0]).Trim(), Is.EqualTo("1.000000"));
        Assert.That(ServerProcess.Run("sox", "--i", "-D", sink.Files[1]).Trim(), Is.EqualTo("1.000000"));
        Assert.That(sink.TotalSeconds, Is.EqualTo(2).Within(1e-9), "a limit is for all files together");
    }
}
