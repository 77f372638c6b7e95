namespace AsyncTick.Net.Tests;

/// <summary>What plays where libmpg123 is not installed, held against it.</summary>
public sealed class ManagedMp3DecoderTests
{
    // The sound ends within a short block whose windows differ in their gain, in the 385th granule. NLayer 3.0.1 takes the first window's gain for
    // all three in the highest band of a short block (above 15.6 kHz at 44.1 kHz): measured with that table completed, nothing differs by more than 1.
    private const int BeforeShortBlock = (384 * 576) - 1105;

    [TestCase(44100, 2, 417, int.MaxValue, "-b", "128")]
    [TestCase(44100, 2, 417, BeforeShortBlock, "-V", "2")]
    [TestCase(44100, 2, 4096, BeforeShortBlock, "-V", "2")]
    [TestCase(22050, 1, 4096, int.MaxValue, "-b", "64")]
    [TestCase(48000, 2, 1 << 20, int.MaxValue, "-b", "192")]
    public void Decoder_WholeFile_SoundsLikeMpg123(int rate, int channels, int chunk, int exactSamples, params string[] lame)
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "tone", rate, channels, 5, lame);
        using var decoder = new ManagedMp3Decoder();

        var pcm = Decode(decoder, File.ReadAllBytes(mp3), chunk);

        var expected = Mp3Material.Mpg123Samples(folder, mp3);
        Assert.That(decoder.Format, Is.EqualTo(new PcmFormat(rate, channels)));
        Assert.That(pcm, Has.Length.EqualTo(expected.Length), "the padding is cut as libmpg123 cuts it");
        var differences = Enumerable.Range(0, pcm.Length / 2).Select(i => Math.Abs(BitConverter.ToInt16(pcm, i * 2) - BitConverter.ToInt16(expected, i * 2))).ToList();
        var worst = differences.Max();
        var exact = (int)Math.Min(differences.Count, (long)exactSamples * channels);
        TestContext.Out.WriteLine($"largest difference {worst} of 32768, {differences.Count(one => one > 1)} of {differences.Count} samples by more than 1, from {differences.FindIndex(one => one > 1)} to {differences.FindLastIndex(one => one > 1)}");
        Assert.That(differences.Take(exact).Max(), Is.LessThanOrEqualTo(1), "rounded otherwise");
        Assert.That(worst, Is.LessThanOrEqualTo(400));
        Assert.That(decoder.Skipped, Is.Zero);
    }

    [Test]
    public void Decoder_FormatChangesMidStream_SamplesCarryTheirFormat()
    {
        using var folder = new ScratchFolder();
        var mono = File.ReadAllBytes(Mp3Material.Make(folder, "mono", 22050, 1, 2));
        var stereo = File.ReadAllBytes(Mp3Material.Make(folder, "stereo", 44100, 2, 2));
        using var decoder = new ManagedMp3Decoder(Mp3Input.Stream);
        var seconds = new Dictionary<PcmFormat, double>();
        Feed(decoder, [.. mono, .. stereo], 1000, pcm =>
            seconds[decoder.Format!.Value] = seconds.GetValueOrDefault(decoder.Format.Value) + ((double)pcm.Length / decoder.Format.Value.BytesPerSecond));

        Assert.That(seconds.Keys, Is.EquivalentTo(new[] { new PcmFormat(22050, 1), new PcmFormat(44100, 2) }));
        Assert.That(seconds.Values, Is.All.EqualTo(2).Within(0.15));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Decoder_Damaged_SkipsFramesAndThrowsNothing(int seed)
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 20));
        var random = new Random(seed);
        var damaged = (byte[])mp3.Clone();
        for (var i = 0; i < damaged.Length / 500; i++)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        var junk = new byte[100_000];
        random.NextBytes(junk);
        using var decoder = new ManagedMp3Decoder(Mp3Input.Stream);
        long after = 0;
        Feed(decoder, [.. damaged, .. junk], 4096, _ => { });
        Feed(decoder, mp3, 4096, pcm => after += decoder.Format == new PcmFormat(44100, 2) ? pcm.Length : 0);

        TestContext.Out.WriteLine($"{decoder.Skipped} frames skipped");
        Assert.That((double)after / 176400, Is.EqualTo(20).Within(0.5), "what is not damaged is heard");
    }

    [Test]
    public void Find_LibraryMissing_IsTheManagedOneAndSaysWhy()
    {
        using var managed = Mp3Decoders.Find(["libnothing-of-this-name.so.9"])(Mp3Input.Stream);
        using var native = Mp3Decoders.Find()(Mp3Input.Stream);

        Assert.That(managed, Is.InstanceOf<ManagedMp3Decoder>());
        Assert.That(managed.Name, Does.StartWith("NLayer").And.Contain("libnothing-of-this-name.so.9").And.Contain("libmpg123-0.dll"));
        Assert.That(native, Is.InstanceOf<Mp3Decoder>());
        Assert.That(native.Name, Does.StartWith("libmpg123 ("));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void RadioPlayer_EitherDecoder_PlaysAndSaysOnceWhich(bool installed)
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 2));
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, $"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: {mp3.Length}\r\n\r\n");
            await stream.WriteAsync(mp3);
        });
        using var loop = new NetLoop();
        var player = new RadioPlayer(server.Address(), new CollectingSink(), new RadioOptions
        {
            Decoder = installed ? null : Mp3Decoders.Find(["libnothing-of-this-name.so.9"]),
        });

        loop.Run(player.Play);

        Assert.That(player.PlayedBytes / 176400.0, Is.EqualTo(2).Within(0.15));
        Assert.That(loop.Log.Lines.Count(line => line.Text.Contains("MP3 is decoded by", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(loop.Log.Lines.Select(line => line.Text), Has.Some.Contains(installed ? "decoded by libmpg123" : "decoded by NLayer"));
    }

    private static byte[] Decode(ManagedMp3Decoder decoder, byte[] mp3, int chunk)
    {
        var all = new MemoryStream();
        Feed(decoder, mp3, chunk, pcm => all.Write(pcm.Span));
        return all.ToArray();
    }

    private static void Feed(ManagedMp3Decoder decoder, byte[] mp3, int chunk, Action<ReadOnlyMemory<byte>> take)
    {
        var pcm = new byte[16 * 1024];
        for (var at = 0; at < mp3.Length; at += chunk)
        {
            decoder.Feed(mp3.AsSpan(at, Math.Min(chunk, mp3.Length - at)));
            for (var done = decoder.Read(pcm); done > 0; done = decoder.Read(pcm))
            {
                take(pcm.AsMemory(0, done));
            }
        }
    }
}
