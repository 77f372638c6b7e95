namespace AsyncTick.Net.Tests;

public sealed class Mp3DecoderTests
{
    [TestCase(44100, 2, 417, "-b", "128")]
    [TestCase(44100, 2, 4096, "-V", "2")]
    [TestCase(22050, 1, 4096, "-b", "64")]
    [TestCase(48000, 2, 1 << 20, "-b", "192")]
    public void Decoder_WholeFile_EqualsMpg123BitForBit(int rate, int channels, int chunk, params string[] lame)
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "tone", rate, channels, 5, lame);

        var (pcm, decoder) = DecodeAll(File.ReadAllBytes(mp3), chunk, Mp3Input.File);

        Assert.That(decoder.Format, Is.EqualTo(new PcmFormat(rate, channels)));
        Assert.That(decoder.FormatChanges, Is.EqualTo(1));
        Assert.That(pcm.AsSpan().SequenceEqual(Mp3Material.Mpg123Samples(folder, mp3)), $"{pcm.Length} bytes");
        Assert.That(pcm, Has.Length.EqualTo(5 * rate * channels * 2));
    }

    [Test]
    public void Decoder_FormatChangesMidStream_SamplesCarryTheirFormat()
    {
        using var folder = new ScratchFolder();
        var mono = File.ReadAllBytes(Mp3Material.Make(folder, "mono", 22050, 1, 2));
        var stereo = File.ReadAllBytes(Mp3Material.Make(folder, "stereo", 44100, 2, 2));

        using var decoder = new Mp3Decoder(Mp3Input.Stream);
        var seconds = new Dictionary<PcmFormat, double>();
        Feed(decoder, [.. mono, .. stereo], 1000, pcm =>
            seconds[decoder.Format!.Value] = seconds.GetValueOrDefault(decoder.Format.Value) + ((double)pcm.Length / decoder.Format.Value.BytesPerSecond));

        Assert.That(seconds.Keys, Is.EquivalentTo(new[] { new PcmFormat(22050, 1), new PcmFormat(44100, 2) }));
        Assert.That(seconds.Values, Is.All.EqualTo(2).Within(0.15));
    }

    [Test]
    public void Decoder_JunkBetweenFrames_GoesOn()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 3));
        var junk = new byte[100_000];
        new Random(1).NextBytes(junk);

        using var decoder = new Mp3Decoder(Mp3Input.Stream);
        var lastFormat = default(PcmFormat?);
        long good = 0;
        Feed(decoder, [.. mp3, .. junk, .. mp3], 4096, pcm =>
        {
            lastFormat = decoder.Format;
            good += lastFormat == new PcmFormat(44100, 2) ? pcm.Length : 0;
        });

        Assert.That(lastFormat, Is.EqualTo(new PcmFormat(44100, 2)));
        Assert.That((double)good / 176400, Is.EqualTo(6).Within(0.5));
    }

    [Test]
    public void Decoder_AfterWarmUp_AllocatesNothing()
    {
        using var folder = new ScratchFolder();
        var mp3 = File.ReadAllBytes(Mp3Material.Make(folder, "tone", seconds: 10));
        using var decoder = new Mp3Decoder(Mp3Input.Stream);
        var pcm = new byte[16 * 1024];
        DecodeInto(decoder, mp3, pcm);

        var before = GC.GetAllocatedBytesForCurrentThread();
        DecodeInto(decoder, mp3, pcm);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Library_Missing_NamesThePackageForEachPlatform()
    {
        var error = Assert.Throws<Mp3Exception>(() => Mpg123Library.Load(["libnothing-of-this-name.so.9"]));

        Assert.That(error!.Message, Does.Contain("libnothing-of-this-name.so.9")
            .And.Contain("apt install libmpg123-0").And.Contain("brew install mpg123").And.Contain("libmpg123-0.dll"));
    }

    [Test]
    public void Library_WrongLibrary_IsNamed()
    {
        var error = Assert.Throws<Mp3Exception>(() => Mpg123Library.Load(["libc.so.6"]));

        Assert.That(error!.Message, Does.Contain("libc.so.6").And.Contain("is not libmpg123"));
    }

    [Test]
    public void Decoder_Disposed_SaysSo()
    {
        var decoder = new Mp3Decoder();
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.Read(new byte[16]));
    }

    private static (byte[] Pcm, Mp3Decoder Decoder) DecodeAll(byte[] mp3, int chunk, Mp3Input kind)
    {
        using var decoder = new Mp3Decoder(kind);
        var all = new MemoryStream();
        Feed(decoder, mp3, chunk, pcm => all.Write(pcm.Span));
        return (all.ToArray(), decoder);
    }

    private static void Feed(IAudioDecoder decoder, byte[] mp3, int chunk, Action<ReadOnlyMemory<byte>> take)
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

    private static void DecodeInto(Mp3Decoder decoder, byte[] mp3, byte[] pcm)
    {
        for (var at = 0; at < mp3.Length; at += 4096)
        {
            decoder.Feed(mp3.AsSpan(at, Math.Min(4096, mp3.Length - at)));
            while (decoder.Read(pcm) > 0)
            {
            }
        }
    }
}
