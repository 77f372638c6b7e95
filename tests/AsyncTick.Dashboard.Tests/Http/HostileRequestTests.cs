using System.Net.Sockets;
using System.Text;
using AsyncTick.Scripting;
using AsyncTick.Testing;

namespace AsyncTick.Dashboard.Tests.Http;

/// <summary>What peers send that mean no good, or do not know better.</summary>
public sealed class HostileRequestTests
{
    private TestDashboard _host = null!;

    private string Head => $"Host: 127.0.0.1:{_host.Port}\r\n";

    [SetUp]
    public void Start() => _host = new TestDashboard(new HttpLimits { RequestSeconds = 0.4, IdleSeconds = 0.8, WriteSeconds = 0.5, MaxConnections = 8, MaxBodyBytes = 1000 });

    [TearDown]
    public void End() => _host.Dispose();

    [TestCase(int.MaxValue, 1000, "MaxHeaderBytes")]
    [TestCase(0, 1000, "MaxHeaderBytes")]
    [TestCase(1000, int.MaxValue, "MaxBodyBytes")]
    [TestCase(1000, -1, "MaxBodyBytes")]
    public void Limits_Absurd_AreRefusedByName(int header, int body, string name)
    {
        using var test = new TestLoop();
        using var compiler = new ScriptCompiler();
        using var scripts = new ScriptHost(test.Loop, compiler);
        var options = new DashboardOptions { Limits = new HttpLimits { MaxHeaderBytes = header, MaxBodyBytes = body } };
        Assert.That(
            () => new DashboardHost(scripts, new ConsoleCommands(scripts), new LogTail(test.Log), options).Dispose(),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));
    }

    [TestCase("GET / HTTP/1.1\r\n{0}X: y\r\n\r\n", 200)]
    [TestCase("GET / HTTP/1.0\r\n{0}\r\n", 200)]
    [TestCase("GET / HTTP/2.0\r\n{0}\r\n", 505)]
    [TestCase("GET /\r\n{0}\r\n", 400)]
    [TestCase("GET  / HTTP/1.1\r\n{0}\r\n", 400)]
    [TestCase("GET http://127.0.0.1/ HTTP/1.1\r\n{0}\r\n", 400)]
    [TestCase("G(T / HTTP/1.1\r\n{0}\r\n", 400)]
    [TestCase("GET / HTTP/1.1\n{0}\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\n{0}X : y\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\n{0}X: y\r\n folded\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\n{0}X: a\0b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\n{0}X: a\u00e9\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\n{0}{0}\r\n", 400)]
    [TestCase("POST /api/cancel HTTP/1.1\r\n{0}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501)]
    [TestCase("POST /api/cancel HTTP/1.1\r\n{0}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}", 400)]
    [TestCase("POST /api/cancel HTTP/1.1\r\n{0}Content-Length: -1\r\n\r\n", 400)]
    [TestCase("POST /api/cancel HTTP/1.1\r\n{0}Content-Length: 1001\r\n\r\n", 413)]
    [TestCase("POST /api/cancel HTTP/1.1\r\n{0}Content-Length: 99999999999999999999\r\n\r\n", 400)]
    [TestCase("PUT / HTTP/1.1\r\n{0}\r\n", 405)]
    [TestCase("HEAD /nothing HTTP/1.1\r\n{0}\r\n", 404)]
    public async Task Request_Odd_GetsTheStatusThatSaysWhy(string request, int status)
    {
        var answer = await _host.SendRawAsync(request.Replace("{0}", Head, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), answers: 1);
        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public async Task Headers_TooLong_AreRefused()
    {
        var answer = await _host.SendRawAsync($"GET / HTTP/1.1\r\n{Head}X: {new string('x', 20_000)}\r\n\r\n");
        Assert.That(answer, Does.StartWith("HTTP/1.1 431 "));
    }

    [Test]
    public async Task Headers_TooMany_AreRefused()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"X{i}: y\r\n"));
        Assert.That(await _host.SendRawAsync($"GET / HTTP/1.1\r\n{Head}{many}\r\n"), Does.StartWith("HTTP/1.1 431 "));
    }

    [Test]
    public async Task Client_ThatSendsOneByteAtATime_IsCutOffAndHoldsUpNobody()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync("127.0.0.1", _host.Port);
        var ending = TestDashboard.ReadAsync(slow);
        await slow.GetStream().WriteAsync("GET / HT"u8.ToArray());
        Assert.That(await _host.SendRawAsync($"GET / HTTP/1.1\r\n{Head}\r\n", answers: 1), Does.StartWith("HTTP/1.1 200 "));
        Assert.That(await ending, Does.StartWith("HTTP/1.1 408 "));
    }

    [Test]
    public async Task Client_ThatSaysNothing_IsLetGo()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync("127.0.0.1", _host.Port);
        Assert.That(await TestDashboard.ReadAsync(silent), Is.Empty);
    }

    [Test]
    public async Task Body_ThatDoesNotCome_IsCutOff()
    {
        var answer = await _host.SendRawAsync($"POST /api/cancel HTTP/1.1\r\n{Head}Content-Length: 10\r\n\r\n{{");
        Assert.That(answer, Does.StartWith("HTTP/1.1 408 "));
    }

    [Test]
    public async Task Requests_Pipelined_AreAnsweredInOrder()
    {
        var answer = await _host.SendRawAsync($"GET /icon.svg HTTP/1.1\r\n{Head}\r\nGET /nothing HTTP/1.1\r\n{Head}\r\nGET /base.css HTTP/1.1\r\n{Head}Connection: close\r\n\r\n");
        var types = answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3] + part.Split("Content-Type: ")[1].Split(';', '\r')[0]);
        Assert.That(types, Is.EqualTo(new[] { "200image/svg+xml", "404text/plain", "200text/css" }));
    }

    [Test]
    public async Task Request_SmuggledBehindABadOne_IsNotLookedAt()
    {
        var answer = await _host.SendRawAsync($"GET / HTTP/9.9\r\n{Head}\r\nGET /icon.svg HTTP/1.1\r\n{Head}\r\n");
        Assert.That(answer.Split("Content-Length: "), Has.Length.EqualTo(2), "one answer");
        Assert.That(answer, Does.Contain("Connection: close"));
    }

    [TestCase("/../AsyncTick.dll")]
    [TestCase("/..%2f..%2fetc%2fpasswd")]
    [TestCase("//etc/passwd")]
    [TestCase("/%69ndex.html")]
    [TestCase("/./index.html")]
    [TestCase("/index.html/")]
    [TestCase("/Web/index.html")]
    [TestCase("/api/../index.html")]
    [TestCase("/api")]
    public async Task Path_ThatNamesNoAsset_IsNotFound(string path)
    {
        var answer = await _host.SendRawAsync($"GET {path} HTTP/1.1\r\n{Head}Authorization: Bearer {_host.Token}\r\n\r\n", answers: 1);
        Assert.That(answer, Does.StartWith("HTTP/1.1 404 "));
    }

    [Test]
    public async Task Connections_BeyondTheLimit_AreClosedAtOnce()
    {
        var clients = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var client = new TcpClient();
                clients.Add(client);
                await client.ConnectAsync("127.0.0.1", _host.Port);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/stream HTTP/1.1\r\n{Head}Authorization: Bearer {_host.Token}\r\n\r\n"));
                Assert.That(await TestDashboard.ReadAsync(client, answers: 1), Does.StartWith("HTTP/1.1 200 "));
            }

            using var extra = new TcpClient();
            await extra.ConnectAsync("127.0.0.1", _host.Port);
            Assert.That(await TestDashboard.ReadAsync(extra), Is.Empty);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Test]
    public void Connections_ThatSayNothing_LoseTheirPlacesToThoseThatDo()
    {
        using var host = new TestDashboard(new HttpLimits { MaxConnections = 8 });
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 70; i++)
            {
                var client = new TcpClient();
                silent.Add(client);
                client.Connect("127.0.0.1", host.Port);
                if (i % 2 == 0)
                {
                    client.GetStream().Write("GET / HT"u8);
                }
            }

            Assert.That(host.Ask("/").Status, Is.EqualTo(200));
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Test]
    public void Page_ThatDoesNotRead_IsLetGo()
    {
        using var page = new TcpClient { ReceiveBufferSize = 4096 };
        page.Connect("127.0.0.1", _host.Port);
        page.GetStream().Write(Encoding.ASCII.GetBytes($"GET /api/stream HTTP/1.1\r\n{Head}Authorization: Bearer {_host.Token}\r\n\r\n"));
        _host.Test.PumpUntil(() => _host.Test.Loop.Tasks.Count == 1);

        // Enough of a log to fill whatever lies between.
        var line = new string('x', 15_000);
        _host.Test.PumpUntil(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                _host.Tail.Write(LogVerbosity.Log, line);
            }

            return _host.Test.Loop.Tasks.Count == 0;
        });
    }
}
