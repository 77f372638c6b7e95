using System.Net.Http.Headers;

namespace AsyncTick.Dashboard.Tests.Http;

/// <summary>Who may ask, and who is turned away.</summary>
public sealed class AccessTests
{
    private TestDashboard _host = null!;

    [SetUp]
    public void Start() => _host = new TestDashboard();

    [TearDown]
    public void End() => _host.Dispose();

    [TestCase("/api/scripts")]
    [TestCase("/api/stream")]
    [TestCase("/api/nothing")]
    public void Api_WithoutToken_IsUnauthorized(string path)
    {
        var (status, text) = _host.Ask(path, change: request => request.Headers.Authorization = null);
        Assert.That(status, Is.EqualTo(401));
        Assert.That(text, Does.Contain("AsyncTick.Dashboard").And.Not.Contain(_host.Token));
    }

    [TestCase("")]
    [TestCase("wrong")]
    [TestCase("{0}x")]
    public void Api_WithAnotherToken_IsUnauthorized(string token)
    {
        Assert.That(_host.Ask("/api/scripts").Status, Is.EqualTo(200));
        var (status, _) = _host.Ask("/api/scripts", change: request =>
        {
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.Replace("{0}", _host.Token, StringComparison.Ordinal));
        });
        Assert.That(status, Is.EqualTo(401));
    }

    [TestCase("bearer ")]
    [TestCase("BEARER ")]
    public void Api_WithTheSchemeInOtherLetters_IsTheSame(string scheme)
    {
        var (status, _) = _host.Ask("/api/scripts", change: request =>
        {
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", scheme + _host.Token);
        });
        Assert.That(status, Is.EqualTo(200));
    }

    [Test]
    public void Api_WithTheTokenInTheAddress_IsUnauthorized()
    {
        var (status, _) = _host.Ask($"/api/scripts?token={_host.Token}", change: request => request.Headers.Authorization = null);
        Assert.That(status, Is.EqualTo(401));
    }

    [TestCase("evil.example")]
    [TestCase("evil.example:{0}")]
    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.1:1")]
    [TestCase("127.0.0.1.evil.example:{0}")]
    [TestCase("[::1]:{0}")]
    public void Host_OfAnotherName_IsMisdirected(string host)
    {
        foreach (var path in (string[])["/", "/api/scripts"])
        {
            var (status, _) = _host.Ask(path, change: request => request.Headers.Host = host.Replace("{0}", $"{_host.Port}", StringComparison.Ordinal));
            Assert.That(status, Is.EqualTo(421));
        }
    }

    [Test]
    public async Task Host_LeftOut_IsMisdirected() => Assert.That(await _host.SendRawAsync("GET / HTTP/1.1\r\n\r\n", answers: 1), Does.StartWith("HTTP/1.1 421 "));

    [TestCase("http://evil.example", 403)]
    [TestCase("null", 403)]
    [TestCase("http://127.0.0.1:1", 403)]
    [TestCase("https://127.0.0.1:{0}", 403)]
    [TestCase("http://127.0.0.1:{0}", 200)]
    public void Origin_OfAnotherPage_IsForbidden(string origin, int expected)
    {
        var (status, _) = _host.Ask("/api/cancel", """{"all":true}""", request => request.Headers.TryAddWithoutValidation("Origin", origin.Replace("{0}", $"{_host.Port}", StringComparison.Ordinal)));
        Assert.That(status, Is.EqualTo(expected));
    }

    [TestCase("same-site", 403)]
    [TestCase("cross-site", 403)]
    [TestCase("same-origin", 200)]
    public void Fetch_FromAnotherSite_IsForbidden(string site, int expected)
    {
        var (status, _) = _host.Ask("/api/scripts", change: request => request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site));
        Assert.That(status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Preflight_OfAnotherPage_GetsNoLeave()
    {
        var answer = await _host.SendRawAsync($"OPTIONS /api/cancel HTTP/1.1\r\nHost: 127.0.0.1:{_host.Port}\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n", answers: 1);
        Assert.That(answer, Does.StartWith("HTTP/1.1 403 ").And.Not.Contain("Access-Control"));
    }

    [Test]
    public void Action_SentAsAForm_IsRefused()
    {
        var (status, _) = _host.Ask("/api/cancel", """{"all":true}""", request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"));
        Assert.That(status, Is.EqualTo(415));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("""{"task":"1"}""")]
    [TestCase("""{"task":1e99}""")]
    [TestCase("""{"all":false}""")]
    public void Action_ThatSaysNothing_IsABadRequest(string body)
    {
        _ = _host.Test.Loop.Start(async () => await Async.Delay(1e9), "bystander");
        Assert.That(_host.Ask("/api/cancel", body).Status, Is.EqualTo(400));
        Assert.That(_host.Test.Loop.Tasks.Snapshot().Count(task => task.Name == "bystander"), Is.EqualTo(1));
    }

    [Test]
    public async Task Answers_Any_CarryTheHeadersThatLockThePageIn()
    {
        foreach (var path in (string[])["/", "/main.js", "/api/scripts", "/nothing"])
        {
            var answer = await _host.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: localhost:{_host.Port}\r\n\r\n", answers: 1);
            Assert.That(answer, Does.Contain("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; ").And.Contain("frame-ancestors 'none'")
                .And.Contain("\r\nX-Content-Type-Options: nosniff\r\n").And.Contain("\r\nReferrer-Policy: no-referrer\r\n").And.Contain("\r\nCache-Control: no-store\r\n").And.Not.Contain("Access-Control"));
        }
    }

    [Test]
    public void Assets_All_LoadNothingFromElsewhereAndHoldNoSecret()
    {
        foreach (var name in typeof(DashboardHost).Assembly.GetManifestResourceNames())
        {
            var (status, text) = _host.Ask("/" + name);
            Assert.That(status, Is.EqualTo(200), name);
            Assert.That(text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Replace("http://127.0.0.1:9270/", "", StringComparison.Ordinal), Does.Not.Contain("://").And.Not.Contain(_host.Token).And.Not.Contain("innerHTML"), name);
        }
    }

    [Test]
    public void Command_SaysTheLinkAndEachStartHasAnotherToken()
    {
        var said = new List<string>();
        bool Run(string line) => _host.Console.ExecuteAsync(line, (_, text) => said.Add(text)) is { IsCompletedSuccessfully: true, Result: true };

        Assert.That(Run("AsyncTick.Dashboard"), Is.True);
        Assert.That(said, Has.One.Contains(_host.Link.ToString()));
        Assert.That(Run("Dashboard stop"), Is.True);
        Assert.That(_host.Dashboard.Link, Is.Null);
        Assert.That(Run("Dashboard 0"), Is.True);
        Assert.That(_host.Dashboard.Link!.Fragment, Has.Length.EqualTo(44).And.Not.EqualTo(_host.Link.Fragment));
        Assert.That(Run("Dashboard 70000"), Is.False);
        Assert.That(Run("Dashboard frob"), Is.False);
        Assert.That(said[^1], Does.Contain("'frob' is neither"));
        Assert.That(_host.Test.Log.Lines.Select(line => line.Text), Has.None.Contains(_host.Token));
    }

    [Test]
    public void Port_TakenByAnother_IsNamed()
    {
        using var other = new TestDashboard();
        other.Dashboard.Stop();
        Assert.That(() => other.Dashboard.Start(_host.Port), Throws.TypeOf<IOException>().With.Message.Contains($"Port {_host.Port} is in use by another program"));
    }
}
