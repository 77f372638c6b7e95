namespace AsyncTick.Dashboard.Tests.Http;

/// <summary>HEAD: what GET would answer, without the body, and the connection goes on.</summary>
public sealed class HeadTests
{
    private TestDashboard _host = null!;

    [SetUp]
    public void Start() => _host = new TestDashboard();

    [TearDown]
    public void End() => _host.Dispose();

    [TestCase("/", 200)]
    [TestCase("/main.js", 200)]
    [TestCase("/health", 200)]
    [TestCase("/api/scripts", 200)]
    [TestCase("/nothing", 404)]
    [TestCase("/api/cancel", 405)]
    public async Task Head_IsGetWithoutItsBody(string path, int status)
    {
        var get = Parts(await _host.SendRawAsync(Request("GET", path, close: true)));
        var head = Parts(await _host.SendRawAsync(Request("HEAD", path, close: true)));
        Assert.That(get.Head, Does.StartWith($"HTTP/1.1 {status} "));
        Assert.That(get.Body, Is.Not.Empty);
        Assert.That(head, Is.EqualTo((get.Head, "")));
    }

    [Test]
    public async Task Head_ThenGet_AreAnsweredOnOneConnection()
    {
        var answers = (await _host.SendRawAsync(Request("HEAD", "/health") + Request("GET", "/health", close: true))).Split("HTTP/1.1 ");
        Assert.That(answers, Has.Length.EqualTo(3));
        Assert.That(answers[1], Does.StartWith("200 ").And.EndWith("\r\n\r\n"));
        Assert.That(answers[2], Does.StartWith("200 ").And.EndWith("ok\n"));
    }

    [Test]
    public void Head_OfTheStream_OpensNoPage()
    {
        var asking = _host.SendRawAsync(Request("HEAD", "/api/stream"));
        _host.Test.PumpUntil(() => asking.IsCompleted);
#pragma warning disable VSTHRD002 // It has ended.
        Assert.That(asking.Result, Does.StartWith("HTTP/1.1 200 ").And.Contain("text/event-stream").And.EndWith("\r\n\r\n"));
#pragma warning restore VSTHRD002
        Assert.That(_host.Test.Loop.Tasks.History(), Is.Empty);
        Assert.That(_host.Test.Step(), Is.EqualTo(PumpResult.Idle));
    }

    private string Request(string method, string path, bool close = false) =>
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{_host.Port}\r\nAuthorization: Bearer {_host.Token}\r\n{(close ? "Connection: close\r\n" : "")}\r\n";

    private static (string Head, string Body) Parts(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (answer[..end], answer[end..]);
    }
}
