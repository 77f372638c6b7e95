using System.Net;
using System.Text;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>Getting in, being kept out, and finding the way back.</summary>
public sealed class ConnectionTests : BrowserTestBase
{
    private const string Token = "a-token-that-is-long-enough-for-a-test";

    [Test]
    public async Task Link_OpensThePageAndLeavesTheAddressBar()
    {
        await OpenDashboardAsync();
        Assert.That(new Uri(Page.Url).Fragment, Is.Empty);
        await Page.ReloadAsync();
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
    }

    [TestCase("")]
    [TestCase("#wrong")]
    public async Task Page_WithoutTheRightToken_ShowsNothingAndAsksForTheLink(string fragment)
    {
        var host = StartHost();
        var link = await host.StartDashboardAsync();
        await Page.GotoAsync(link[..link.IndexOf('#')] + fragment);
        await Expect(Page.Locator("#login")).ToBeVisibleAsync();
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("no access");
        await Expect(Page.Locator(".row")).ToHaveCountAsync(0);
        await host.TypeAsync("AsyncTick.List");
        await host.WaitForAsync("0 tasks, 0 scripts running.");
        Assert.That(host.Output, Has.None.Contains("watch tasks"));

        await Page.Locator("#login-link").FillAsync(link);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
        await Expect(Page.Locator("#login")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Page_OfAnotherServerOnThisMachine_CanNeitherReadNorAct()
    {
        Write("Victim.cs", "Log(\"running\"); try { await Delay(1000); } finally { Log(\"victim ends\"); }");
        var host = StartHost();
        await host.TypeAsync("AsyncTick.Run Victim.cs");
        await host.WaitForAsync("running");
        var link = await host.StartDashboardAsync();
        using var other = new OtherServer();
        await Page.GotoAsync(other.Address);

        // Even with the token: a page that was told it has no business here either.
        var outcome = await Page.EvaluateAsync<string>(
            """
            async ([base, token]) => {
              const tries = {
                read: () => fetch(base + 'api/scripts', { headers: { Authorization: 'Bearer ' + token } }),
                act: () => fetch(base + 'api/cancel', { method: 'POST', headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' }, body: '{"all":true}' }),
                blind: () => fetch(base + 'api/cancel', { method: 'POST', mode: 'no-cors', body: '{"all":true}' }).then((answer) => answer.type === 'opaque' ? Promise.reject() : answer),
                script: () => new Promise((resolve, reject) => { const s = document.createElement('script'); s.type = 'module'; s.src = base + 'main.js'; s.onload = resolve; s.onerror = reject; document.head.append(s); }),
              };
              const results = [];
              for (const [name, go] of Object.entries(tries)) results.push(name + ' ' + await go().then(() => 'went through', () => 'failed'));
              return results.join(', ');
            }
            """,
            new[] { link[..link.IndexOf('#')], link[(link.IndexOf('#') + 1)..] });
        Assert.That(outcome, Is.EqualTo("read failed, act failed, blind failed, script failed"));
        ForgetComplaints();
        await Page.GotoAsync(link);
        await Expect(Page.Locator(".row:not(.scope)").Filter(new() { HasText = "Victim.cs" })).ToContainTextAsync("delay");
        Assert.That(host.Output, Has.None.Contains("victim ends"));
    }

    [Test]
    public async Task Page_UnderAForeignName_IsTurnedAway()
    {
        var host = StartHost();
        var link = await host.StartDashboardAsync();
        var port = new Uri(link).Port;

        // What a name server of somebody else's can do: a name of theirs for this machine's own address.
        var launch = new Microsoft.Playwright.BrowserTypeLaunchOptions { ExecutablePath = ChromiumPath, Args = ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP rebound.example 127.0.0.1"] };
        await using var browser = await Browser.BrowserType.LaunchAsync(launch);
        var page = await browser.NewPageAsync();
        var response = await page.GotoAsync($"http://rebound.example:{port}/");
        Assert.That(response!.Status, Is.EqualTo(421));
        Assert.That(await page.EvaluateAsync<int>("fetch('/api/scripts').then((answer) => answer.status)"), Is.EqualTo(421));
    }

    [Test]
    public async Task Host_StartedAgainWithTheSameToken_IsFoundByThePage()
    {
        Write("Timers.cs", "await Delay(1000);");
        var first = StartHost(Token);
        var link = await first.StartDashboardAsync();
        await Page.GotoAsync(link);
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");

        first.Kill();
        await Expect(Page.Locator("#banner")).ToContainTextAsync("Connection lost");
        var second = StartHost(Token);
        await second.TypeAsync("AsyncTick.Run Timers.cs");
        await second.WaitForAsync("Timers.cs started");
        Assert.That(await second.StartDashboardAsync(new Uri(link).Port), Is.EqualTo(link));
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
        await Expect(Page.Locator("#banner")).ToBeHiddenAsync();
        await Expect(Row("Timers.cs")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Host_StartedAgainWithAnotherToken_IsAskedFor()
    {
        var first = StartHost();
        var link = await first.StartDashboardAsync();
        await Page.GotoAsync(link);
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
        first.Kill();
        var second = StartHost();
        var newLink = await second.StartDashboardAsync(new Uri(link).Port);
        await Expect(Page.Locator("#login-text")).ToContainTextAsync("was started again and has a new link");
        await Page.Locator("#login-link").FillAsync(newLink);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
    }

    [Test]
    public async Task GameThread_ThatIsHeld_IsToldWhileItIs()
    {
        Write("Hold.cs", "await Delay(0.1); long until = Environment.TickCount64 + 4000; while (Environment.TickCount64 < until) { } Log(\"let go\"); await Delay(1000);");
        var host = await OpenDashboardAsync();
        await host.TypeAsync("AsyncTick.Run Hold.cs");
        await Expect(Page.Locator("#banner")).ToContainTextAsync("The game thread has not finished a frame for");
        await Expect(Page.Locator("#banner")).ToBeHiddenAsync();
        await Expect(Page.Locator("#log")).ToContainTextAsync("let go");
    }

    [Test]
    public async Task Page_Closed_EndsItsTask()
    {
        var host = await OpenDashboardAsync();
        await Expect(Row("watch tasks")).ToBeVisibleAsync();
        await Page.CloseAsync();
        await host.TypeAsync("AsyncTick.Run Nobody");
        for (var i = 0; ; i++)
        {
            await host.TypeAsync($"AsyncTick.Eval \"asked {i}\"; AsyncTick.List");
            await host.WaitForAsync($"asked {i}");
            await host.WaitForAsync("running.");
            if (host.Output.Any(line => line.Contains("0 tasks, 0 scripts running.", StringComparison.Ordinal)))
            {
                break;
            }

            Assert.That(i, Is.LessThan(20), string.Join('\n', host.Output));
        }
    }

    [Test]
    public async Task Token_IsInNoLogLine()
    {
        Write("Timers.cs", "Log(\"hello\"); await Delay(1000);");
        var host = await OpenDashboardAsync("Timers.cs");
        await Expect(Page.Locator("#log")).ToContainTextAsync("hello");
        var token = (await Page.EvaluateAsync<string>("sessionStorage.getItem('token')"))!;
        Assert.That(token, Has.Length.EqualTo(43));
        Assert.That(host.Output.Count(line => line.Contains(token, StringComparison.Ordinal)), Is.EqualTo(1), "the printed link");
        await Expect(Page.Locator("body")).Not.ToContainTextAsync(token);
    }

    /// <summary>A page of another program on this machine.</summary>
    private sealed class OtherServer : IDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);

        public OtherServer()
        {
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await client.GetStream().ReadAtLeastAsync(new byte[16], 16, throwOnEndOfStream: false);
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\nConnection: close\r\n\r\n<title>another page</title>"));
                }
            }
            catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
