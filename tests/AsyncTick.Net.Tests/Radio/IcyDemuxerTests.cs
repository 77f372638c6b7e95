using System.Buffers;
using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class IcyDemuxerTests
{
    [Test]
    public void Feed_CutAtEverySize_SoundAndTitlesAreTheSame()
    {
        var sound = new byte[1000];
        new Random(2).NextBytes(sound);
        var stream = Interleave(sound, 100, ["StreamTitle='One';", "", "StreamTitle='Two';StreamUrl='';"]);
        for (var cut = 1; cut <= 130; cut++)
        {
            var (audio, titles) = Demux(100, stream, cut);

            Assert.That(audio, Is.EqualTo(sound), $"cut {cut}");
            Assert.That(titles, Is.EqualTo(new[] { "One", "Two" }), $"cut {cut}");
        }
    }

    [Test]
    public void Feed_NoInterval_AllIsSound()
    {
        var (audio, titles) = Demux(0, [1, 2, 3, 4], 3);

        Assert.That(audio, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(titles, Is.Empty);
    }

    [TestCase("StreamTitle='It's a long way';StreamUrl='';", "It's a long way")]
    [TestCase("StreamTitle='';", "")]
    [TestCase("StreamTitle='no end", "no end")]
    [TestCase("StreamUrl='http://x';", null)]
    [TestCase("StreamTitle='The 'Song'; remix';StreamUrl='';", "The 'Song'; remix")]
    [TestCase("StreamTitle='{\"artist\":\"A\",\"title\":\"It';s\"}';", "{\"artist\":\"A\",\"title\":\"It';s\"}")]
    [TestCase("StreamUrl='x';StreamTitle='last';  ", "last")]
    [TestCase("", null)]
    [Category("case 19")]
    public void ParseTitle_AsServersWriteIt_IsFound(string metadata, string? title) =>
        Assert.That(IcyDemuxer.ParseTitle(metadata), Is.EqualTo(title));

    [Test]
    public void Feed_Latin1AndEntities_AreRead()
    {
        var metadata = Encoding.Latin1.GetBytes("StreamTitle='Caf\u00e9 &#8211; na\u00efve &amp; co';");
        var (_, titles) = Demux(4, Block(metadata), 7);

        Assert.That(titles, Is.EqualTo(new[] { "Caf\u00e9 \u2013 na\u00efve & co" }));
    }

    [Test]
    [Category("case 19")]
    public void Feed_EntityThatLooksLikeTheEnd_IsPartOfTheTitle()
    {
        var (_, titles) = Demux(4, Block("StreamTitle='rock &#39;n&#39;; roll';StreamUrl='';"u8.ToArray()), 7);

        Assert.That(titles, Is.EqualTo(new[] { "rock 'n'; roll" }));
    }

    [Test]
    public void Feed_Utf8_IsRead()
    {
        var (_, titles) = Demux(4, Block(Encoding.UTF8.GetBytes("StreamTitle='\u041f\u0440\u0438\u0432\u0435\u0442 \u266b';")), 5);

        Assert.That(titles, Is.EqualTo(new[] { "\u041f\u0440\u0438\u0432\u0435\u0442 \u266b" }));
    }

    private static byte[] Block(byte[] metadata)
    {
        var units = (metadata.Length + 15) / 16;
        return [0, 0, 0, 0, (byte)units, .. metadata, .. new byte[(units * 16) - metadata.Length]];
    }

    private static byte[] Interleave(byte[] sound, int interval, string[] blocks)
    {
        var stream = new MemoryStream();
        for (var i = 0; i * interval < sound.Length; i++)
        {
            stream.Write(sound, i * interval, interval);
            var metadata = Encoding.UTF8.GetBytes(i < blocks.Length ? blocks[i] : "");
            var units = (metadata.Length + 15) / 16;
            stream.WriteByte((byte)units);
            stream.Write(metadata);
            stream.Write(new byte[(units * 16) - metadata.Length]);
        }

        return stream.ToArray();
    }

    private static (byte[] Audio, List<string> Titles) Demux(int interval, byte[] stream, int cut)
    {
        var demuxer = new IcyDemuxer(interval);
        var audio = new ArrayBufferWriter<byte>();
        var titles = new List<string>();
        for (var at = 0; at < stream.Length; at += cut)
        {
            demuxer.Feed(stream.AsSpan(at, Math.Min(cut, stream.Length - at)), audio, titles.Add);
        }

        return (audio.WrittenSpan.ToArray(), titles);
    }
}
