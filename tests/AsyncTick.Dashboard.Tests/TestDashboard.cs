using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using AsyncTick.Scripting;
using AsyncTick.Testing;

namespace AsyncTick.Dashboard.Tests;

/// <summary>A dashboard over a loop that the test pumps, and the ways to ask it something.</summary>
internal sealed class TestDashboard : IDisposable
{
    private readonly ScriptCompiler _compiler = new();
    private readonly ScriptHost _scripts;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public TestDashboard(HttpLimits? limits = null, double updateSeconds = 0.05, double watchdogSeconds = 0)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        Test = new TestLoop(new GameLoopOptions { Name = "test", RepeatSeconds = 0, WatchdogSeconds = watchdogSeconds });
        Tail = new LogTail(Test.Log);
        _scripts = new ScriptHost(Test.Loop, _compiler);
        Console = new ConsoleCommands(_scripts);
        Dashboard = new DashboardHost(_scripts, Console, Tail, new DashboardOptions { Limits = limits ?? new HttpLimits(), ActionSeconds = 5, UpdateSeconds = updateSeconds });
        Link = Dashboard.Start(0);
    }

    public TestLoop Test { get; }

    public LogTail Tail { get; }

    public ConsoleCommands Console { get; }

    public DashboardHost Dashboard { get; }

    public Uri Link { get; }

    public int Port => Link.Port;

    public string Token => Link.Fragment[1..];

    /// <summary>A request as our own page would send it; pumps until it is answered.</summary>
    public (int Status, string Text) Ask(string path, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(Link, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        var asking = _http.SendAsync(request);
        Test.PumpUntil(() => asking.IsCompleted);
#pragma warning disable VSTHRD002 // It has ended.
        using var response = asking.GetAwaiter().GetResult();
        return ((int)response.StatusCode, response.Content.ReadAsStringAsync().GetAwaiter().GetResult());
#pragma warning restore VSTHRD002
    }

    /// <summary>Opens a page's stream; it is read on another thread.</summary>
    public StreamReading OpenStream() => new(Link);

    /// <summary>Sends bytes as they are and gives what comes back until the server closes, or until there is as much as asked for.</summary>
    public async Task<string> SendRawAsync(string text, int answers = int.MaxValue)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        return await ReadAsync(client, answers);
    }

    public static async Task<string> ReadAsync(TcpClient client, int answers = int.MaxValue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (received.ToString().Split("HTTP/1.1 ").Length - 1 < answers)
        {
            var read = await client.GetStream().ReadAsync(buffer, limit.Token);
            if (read == 0)
            {
                break;
            }

            received.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return received.ToString();
    }

    public void Dispose()
    {
        Dashboard.Dispose();
        _http.Dispose();
        _scripts.Dispose();
        Test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        Test.RunUntilIdle();
        Test.Dispose();
        _compiler.Dispose();
    }
}
