namespace AsyncTick.Net.Tests;

public sealed class LogTextTests
{
    [TestCase("plain Gr\u00fc\u00dfe \u266b \U0001F600", "plain Gr\u00fc\u00dfe \u266b \U0001F600")]
    [TestCase("a\nb\rc\td", @"a\nb\rc\td")]
    [TestCase("\u001b[31mred\u0007\0\u007f\u0085\u009b", @"\u001b[31mred\u0007\u0000\u007f\u0085\u009b")]
    [TestCase("\u2028\u2029\u202e\u2066\u200b", @"\u2028\u2029\u202e\u2066\u200b")]
    [TestCase(null, "")]
    public void Printable_ShowsControlsAsEscapes(string? text, string expected) => Assert.That(LogText.Printable(text), Is.EqualTo(expected));

    [Test]
    public void Printable_HalfOfAPair_IsShown() => Assert.That(LogText.Printable(string.Create(3, 0, static (text, _) => (text[0], text[1], text[2]) = ('\ud800', 'y', '\udc00'))), Is.EqualTo(@"\ud800y\udc00"));

    [Test]
    public void Printable_LongText_IsCut() => Assert.That(LogText.Printable(new string('x', 600)), Is.EqualTo($"{new string('x', 500)}... (100 more)"));

    [Test]
    public void Printable_NothingToEscape_AllocatesNothing()
    {
        var text = "an ordinary title";
        LogText.Printable(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var same = ReferenceEquals(LogText.Printable(text), text);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(same);
    }

    [Test]
    public void Address_Credentials_AreNotShown() =>
        Assert.That(LogText.Address(new Uri("http://me:s3cret@host:8000/live?x=1")), Is.EqualTo("http://host:8000/live?x=1"));
}
