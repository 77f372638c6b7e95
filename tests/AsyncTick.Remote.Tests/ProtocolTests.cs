using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncTick.Remote.Tests;

/// <summary>The protocol as Docs/Remote.md describes it, at a real socket.</summary>
public class ProtocolTests
{
    private const string WaitForEver = "await Delay(double.PositiveInfinity);";

    private LiveHost _host = null!;

    [SetUp]
    public void Start() => _host = new LiveHost();

    [TearDown]
    public void End() => _host.Dispose();

    [Test]
    public async Task Hello_NamesProtocolProcessAndHost()
    {
        using var client = await _host.ConnectAsync();
        Assert.Multiple(() =>
        {
            Assert.That(client.Hello.GetProperty("asynctick").GetInt32(), Is.EqualTo(1));
            Assert.That(client.Hello.GetProperty("process").GetInt32(), Is.EqualTo(Environment.ProcessId));
            Assert.That(client.Hello.GetProperty("host").GetString(), Is.EqualTo("Live"));
        });
    }

    [Test]
    public void Socket_IsItsUsersOnly() => Assert.Multiple(() =>
    {
        Assert.That(File.GetUnixFileMode(_host.Socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(SocketFolder.Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.That(Path.GetFileName(_host.Socket), Does.StartWith($"{Environment.ProcessId}."));
    });

    [Test]
    public async Task Eval_GivesValueAndOwnLog()
    {
        using var client = await _host.ConnectAsync();
        List<string?> lines = [];
        await _host.AskAsync(() => _host.Host.Loop.Start(async () =>
        {
            await foreach (var _ in Async.Every(0.001))
            {
                Async.Log("of another");
            }
        }));
        var result = await client.RequestAsync("eval", new JsonObject { ["code"] = "Log(\"mine\"); await Delay(0.05); 6 * 7" }, reply =>
            lines.Add(reply.TryGetProperty("log", out var line) ? line.GetProperty("text").GetString() : null));
        Assert.Multiple(() =>
        {
            Assert.That(result.GetProperty("value").GetString(), Is.EqualTo("42"));
            Assert.That(lines, Is.EqualTo(new[] { "mine" }));
        });
    }

    [Test]
    public async Task Eval_ThatThrows_IsAnErrorAfterTheFaultsReport()
    {
        using var client = await _host.ConnectAsync();
        List<string> lines = [];
        var error = await Assert.ThrowsAsync<RemoteException>(() => client.RequestAsync(
            "eval", new JsonObject { ["code"] = "throw new InvalidOperationException(\"no door\");" }, reply => lines.Add(reply.GetRawText())));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Code, Is.EqualTo("failed"));
            Assert.That(error.Message, Does.Contain("no door"));
            Assert.That(lines, Has.Exactly(1).Contains("no door"));
        });
    }

    [Test]
    public async Task Eval_ThatDoesNotCompile_SaysWhere()
    {
        using var client = await _host.ConnectAsync();
        List<string> lines = [];
        var error = await Assert.ThrowsAsync<RemoteException>(() => client.RequestAsync("eval", new JsonObject { ["code"] = "nowhere" }, reply => lines.Add(reply.GetRawText())));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Code, Is.EqualTo("compile"));
            Assert.That(lines, Has.Exactly(1).Contains("CS0103"));
        });
    }

    [Test]
    public async Task Run_GivesExitCodeAndSeesArguments()
    {
        using var client = await _host.ConnectAsync();
        List<string> lines = [];
        var result = await client.RequestAsync(
            "run",
            new JsonObject { ["name"] = "/tmp/Seven.cs", ["text"] = "Log(string.Join('+', args)); await NextFrame(); return 7;", ["args"] = new JsonArray("a", "b c") },
            reply => lines.Add(reply.GetRawText()));
        Assert.Multiple(() =>
        {
            Assert.That(result.GetProperty("exitCode").GetInt32(), Is.EqualTo(7));
            Assert.That(lines, Has.Exactly(1).Contains("\"text\":\"a+b c\""));
            Assert.That(lines[0], Does.Contain("\"started\""));
        });
    }

    [Test]
    public async Task Run_Listed_ShowsRequestAndPeer()
    {
        using var client = await _host.ConnectAsync();
        var (running, _) = Run(client, WaitForEver);
        await _host.UntilAsync(() => _host.Host.Scripts.Running.Count == 1);
        var list = await client.RequestAsync("tasks");
        Assert.That(list.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("name").GetString()), Has.Some.Match("^remote run #[0-9]+$"));
        Assert.That(list.GetRawText(), Does.Contain($"process {Environment.ProcessId}"));
        Assert.That(running.IsCompleted, Is.False);
    }

    [Test]
    public async Task Run_Canceled_RunsFinallyBlocksAndSendsTheirLog()
    {
        using var client = await _host.ConnectAsync();
        using CancellationTokenSource cancel = new();
        List<string> lines = [];
        var running = client.RequestAsync(
            "run", new JsonObject { ["name"] = "Long.cs", ["text"] = $"try {{ Log(\"here\"); {WaitForEver} }} finally {{ Log(\"cleaned up\"); }}" }, reply => lines.Add(reply.GetRawText()), cancel.Token);
        await _host.UntilAsync(() => _host.Host.Scripts.Running is [{ HasBegun: true }]);
        await cancel.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<RemoteException>(() => running))!.Code, Is.EqualTo("canceled"));
        Assert.That(lines, Has.Exactly(1).Contains("cleaned up"));
        await _host.UntilAsync(() => _host.Host.Loop.Tasks.Count == 0);
    }

    [Test]
    public async Task Connection_Closed_CancelsWhatItStarted()
    {
        using (var client = await _host.ConnectAsync())
        {
            Run(client, WaitForEver);
            _ = client.RequestAsync("eval", new JsonObject { ["code"] = WaitForEver });
            await _host.UntilAsync(() => _host.Host.Scripts.Running.Count == 2);
        }

        await _host.UntilAsync(() => _host.Host.Scripts.Running.Count == 0 && _host.Host.Loop.Tasks.Count == 0);
    }

    [Test]
    public async Task Connection_ClosedOverDetachedRun_LeavesIt()
    {
        using (var client = await _host.ConnectAsync())
        {
            Run(client, WaitForEver, detach: true);
            await _host.UntilAsync(() => _host.Host.Scripts.Running is [{ HasBegun: true }]);
        }

        await UntilAsync(() => _host.Host.Remote.Connections == 0);
        using var other = await _host.ConnectAsync();
        Assert.That(await _host.AskAsync(() => _host.Host.Scripts.Running.Count), Is.EqualTo(1));
        await other.RequestAsync("command", new JsonObject { ["line"] = "Cancel Long.cs" });
        await _host.UntilAsync(() => _host.Host.Scripts.Running.Count == 0);
    }

    [Test]
    public async Task Requests_RunAtTheSameTime()
    {
        using var client = await _host.ConnectAsync();
        var first = client.RequestAsync("eval", new JsonObject { ["code"] = "var door = new AsyncManualResetEvent(); await door.WaitAsync(); 1" });
        await _host.UntilAsync(() => _host.Host.Scripts.Running.Count == 1);
        await client.RequestAsync("eval", new JsonObject { ["code"] = "door.Set()" });
        Assert.That((await first).GetProperty("value").GetString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Command_SaysWhatTheConsoleSays()
    {
        using var client = await _host.ConnectAsync();
        List<string> lines = [];
        await client.RequestAsync("command", new JsonObject { ["line"] = "Help Cancel; KeepAlive" }, reply => lines.Add(reply.GetRawText()));
        Assert.That(lines, Has.Exactly(1).Contains("AsyncTick.Cancel <id|name>").And.Exactly(1).Contains("is kept alive by"));
        Assert.That((await Assert.ThrowsAsync<RemoteException>(() => client.RequestAsync("command", new JsonObject { ["line"] = "Cancel 99999" })))!.Code, Is.EqualTo("refused"));
    }

    [Test]
    public async Task Complete_KnowsCommands()
    {
        using var client = await _host.ConnectAsync();
        var completion = await client.RequestAsync("complete", new JsonObject { ["line"] = "Dashb" });
        Assert.That(completion.GetProperty("candidates").EnumerateArray().Select(each => each.GetString()), Is.EqualTo(new[] { "Dashboard" }));
    }

    [Test]
    public async Task Log_Followed_SendsOldLinesAndNewOnes()
    {
        using var client = await _host.ConnectAsync();
        using CancellationTokenSource cancel = new();
        _host.Host.Log.Write(LogVerbosity.Log, "old");
        TaskCompletionSource sawOld = new(), sawNew = new();
        var following = client.RequestAsync(
            "log",
            new JsonObject { ["lines"] = 1, ["follow"] = true },
            reply => (reply.GetProperty("log").GetProperty("text").GetString() == "old" ? sawOld : sawNew).TrySetResult(),
            cancel.Token);
        await sawOld.Task;
        _host.Host.Log.Write(LogVerbosity.Log, "new");
        await sawNew.Task;
        await cancel.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<RemoteException>(() => following))!.Code, Is.EqualTo("canceled"));
    }

    [Test]
    public async Task Socket_OfEndedProcess_IsRemoved()
    {
        var stale = Path.Combine(SocketFolder.Path, "999999.sock");
        using (System.Net.Sockets.Socket dead = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            dead.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(stale + ".early"));
            File.Move(stale + ".early", stale); // it would be removed with the socket otherwise
        }

        Assert.That(RemoteFolder.Sockets(SocketFolder.Path).Select(each => each.ProcessId), Has.Member(999999));
        await RemoteFolder.RemoveStaleAsync(SocketFolder.Path);
        Assert.Multiple(() =>
        {
            Assert.That(File.Exists(stale), Is.False);
            Assert.That(File.Exists(_host.Socket), Is.True);
        });
    }

    [Test]
    public void Host_Ended_TakesItsSocketAway()
    {
        var socket = _host.Socket;
        _host.Dispose();
        Assert.That(File.Exists(socket), Is.False);
    }

    private static (Task<JsonElement> Running, List<string> Lines) Run(RemoteClient client, string text, bool detach = false)
    {
        List<string> lines = [];
        return (client.RequestAsync("run", new JsonObject { ["name"] = "Long.cs", ["text"] = text, ["detach"] = detach }, reply => lines.Add(reply.GetRawText())), lines);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(1, limit.Token);
        }
    }
}
