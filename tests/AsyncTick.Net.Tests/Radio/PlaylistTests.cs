namespace AsyncTick.Net.Tests;

public sealed class PlaylistTests
{
    private static readonly Uri From = new("http://station.example/lists/all.m3u");

    [Test]
    public void Parse_ExtendedM3u_GivesAddressesInOrder()
    {
        var found = Playlist.Parse("\uFEFF#EXTM3U\r\n#EXTINF:-1,One\r\nhttp://a.example/one?x=1\r\n\r\nrelative.mp3\r\n/rooted.mp3\r\n", From);

        Assert.That(found.Select(uri => uri.ToString()), Is.EqualTo(new[] { "http://a.example/one?x=1", "http://station.example/lists/relative.mp3", "http://station.example/rooted.mp3" }));
    }

    [Test]
    public void Parse_Pls_GivesFileEntriesOnly()
    {
        var found = Playlist.Parse("[playlist]\nNumberOfEntries=2\nFile1=http://a.example:8000/\nTitle1=http://not.this/\nLength1=-1\nFile2=https://b.example/x.mp3\nVersion=2\n", From);

        Assert.That(found.Select(uri => uri.ToString()), Is.EqualTo(new[] { "http://a.example:8000/", "https://b.example/x.mp3" }));
    }

    [TestCase("file:///etc/passwd\n")]
    [TestCase("[playlist]\nFile1=file:///etc/passwd\n")]
    [TestCase("\n\n#nothing\n")]
    [TestCase("File=\nFile1=\nTitle1=http://h/\n")]
    public void Parse_NoHttpAddress_IsAnError(string text) =>
        Assert.That(() => Playlist.Parse(text, new Uri("http://h/x.pls")), Throws.InstanceOf<FormatException>().With.Message.Contains("no http or https address"));

    [Test]
    public void Parse_HlsManifest_SaysWhatItIs() =>
        Assert.That(() => Playlist.Parse("#EXTM3U\n#EXT-X-TARGETDURATION:10\nseg1.ts\n", From), Throws.InstanceOf<FormatException>().With.Message.Contains("HLS"));

    [Test]
    public void Parse_EndlessList_IsBounded() =>
        Assert.That(Playlist.Parse(string.Concat(Enumerable.Range(0, 5000).Select(i => $"http://a/{i}\n")), From), Has.Count.EqualTo(64));

    [TestCase("http://h/x.m3u", null, true)]
    [TestCase("http://h/x", "audio/x-scpls", true)]
    [TestCase("http://h/x", "audio/x-mpegurl", true)]
    [TestCase("http://h/live.m3u", "audio/mpeg", false)]
    [TestCase("http://h/live", "audio/mpeg", false)]
    public void IsPlaylist_ByTypeThenEnding(string address, string? type, bool expected) =>
        Assert.That(Playlist.IsPlaylist(new Uri(address), type), Is.EqualTo(expected));
}
