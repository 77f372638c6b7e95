using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Remote.Tests;

/// <summary>The headless host under a service manager, as Docs/Service.md describes it.</summary>
public class ServiceTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("asynctick-service-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task BlockedHost_EndsAfterSigterm_AndNamesTheBlocker()
    {
        using ToolProcess host = new("host", Write("Blocks.cs", "await NextFrame();\nLog(\"blocking\");\nThread.Sleep(60000);"));
        await host.WaitForAsync("blocking");
        var begun = Stopwatch.StartNew();
        host.Signal(15);
        Assert.That(await host.EndAsync(), Is.EqualTo(128 + 15), host.Printed());
        Assert.Multiple(() =>
        {
            Assert.That(begun.Elapsed.TotalSeconds, Is.LessThan(30), "long before the script gives the thread back");
            Assert.That(host.Errors, Has.Some.Match("^asynctick host: Task 'Blocks.cs' .*Blocks.cs:1, has held the game thread .*; another Ctrl-C or SIGTERM ends the process"));
            Assert.That(host.Errors, Has.Some.Match("^asynctick host: ended, because Task 'Blocks.cs' .*Blocks.cs:1, has held the game thread"));
        });
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(15)]
    public async Task Signal_RunsFinallyBlocks(int signal)
    {
        using ToolProcess host = new("host", Write($"Waits{signal}.cs", "try { Log(\"waiting\"); await Delay(100); } finally { Log(\"cleaned up\"); }"));
        await host.WaitForAsync("waiting");
        host.Signal(signal);
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        Assert.That(host.Output, Has.Some.EndsWith("cleaned up"));
    }

    [Test]
    public async Task LogFile_GetsTheLog_AndIsAppendedTo()
    {
        var file = Path.Combine(_folder, "host.log");
        for (var i = 0; i < 2; i++)
        {
            using ToolProcess host = new("host", "--no-remote", "--log-file", file, Write("Says.cs", "Log(\"for the file\");"));
            Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        }

        Assert.That(await File.ReadAllLinesAsync(file), Has.Exactly(2).EndsWith("LogAsyncTick: for the file"));
    }

    [Test]
    public async Task LogFile_ThatCannotBeOpened_IsBadInput()
    {
        using ToolProcess host = new("host", "--log-file", Path.Combine(_folder, "nowhere", "host.log"));
        Assert.That(await host.EndAsync(), Is.EqualTo(2));
        Assert.That(host.Errors, Has.Some.Contains("nowhere"));
    }

    [Test]
    public async Task Dashboard_OfATakenPort_EndsTheHost()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using ToolProcess host = new("host", "--stay", "--dashboard", $"{port}");
        Assert.That(await host.EndAsync(), Is.EqualTo(2));
        Assert.That(host.Errors, Has.Some.EqualTo($"asynctick host: Port {port} is in use by another program; name another one."));
    }

    [Test]
    public async Task Dashboard_Free_IsServedAndKeepsTheHostUp()
    {
        using ToolProcess host = new("host", "--dashboard", "0");
        await host.WaitForAsync("The dashboard is ready: http://127.0.0.1:");
        host.Signal(15);
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
    }

    [Test]
    public async Task SocketThatCannotBeHad_IsAWarning()
    {
        using var host = ToolProcess.Program("env", $"{RemoteFolder.Variable}=/dev/null/nowhere", "dotnet", TestPaths.Tool, "host", Write("Goes on.cs", "Log(\"goes on\");"));
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        Assert.That(host.Output, Has.Some.Contains("Warning: There is no command socket, so the tool asynctick does not reach this host: ").And.Some.EndsWith("goes on"));
    }

    [Test]
    public async Task Version_IsPrinted()
    {
        using ToolProcess host = new("host", "--version");
        Assert.That(await host.EndAsync(), Is.Zero);
        Assert.That(host.Output.Single(), Does.Match(@"^asynctick host \d+\.\d+\.\d+$"));
    }

    [Test]
    public async Task Config_StandsForItsLines()
    {
        var config = Path.Combine(_folder, "host.conf");
        await File.WriteAllTextAsync(config, $"# for a test\n--virtual\n--frames 90\n\"{Write("In config.cs", "Log($\"from {args[0]}\"); await Delay(100);")}\"\n");
        using ToolProcess host = new("host", "--config", config, "--", "there");
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        Assert.That(host.Output, Has.Some.EndsWith("from there"));
    }

    [Test]
    public async Task Config_ThatIsMissing_IsBadInput()
    {
        using ToolProcess host = new("host", "--config", Path.Combine(_folder, "missing.conf"));
        Assert.That(await host.EndAsync(), Is.EqualTo(2));
        Assert.That(host.Errors, Has.Some.Contains("missing.conf"));
    }

    [Test]
    public async Task Config_ThatNamesItself_IsBadInput()
    {
        var config = Path.Combine(_folder, "self.conf");
        await File.WriteAllTextAsync(config, $"--config \"{config}\"\n");
        using ToolProcess host = new("host", "--config", config);
        Assert.That(await host.EndAsync(), Is.EqualTo(2), host.Printed());
        Assert.That(host.Errors, Has.Some.Contains("self.conf'; a file may not name itself"));
    }

    [TestCase("--config", "")]
    [TestCase("--log-file", "a\0b")]
    public async Task FileName_ThatCannotBeOne_IsBadInput(string option, string name)
    {
        var config = Path.Combine(_folder, "name.conf");
        await File.WriteAllTextAsync(config, $"{option} \"{name}\"\n");
        using ToolProcess host = new("host", "--config", config);
        Assert.That(await host.EndAsync(), Is.EqualTo(2), host.Printed());
        Assert.That(host.Errors, Has.None.Contains("Unhandled exception").And.Length.EqualTo(1));
    }

    [Test]
    public async Task PipedInput_BesideAScript_IsCommands()
    {
        using ToolProcess host = new("host", Write("Long.cs", "Log(\"runs\"); await Delay(100);"));
        await host.WaitForAsync("runs");
        await host.TypeAsync("Help Cancel\nCancel Long.cs\n");
        await host.WaitForAsync("AsyncTick.Cancel <id|name>");
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
    }

    [Test]
    public async Task VirtualTime_StampsLinesWithTheLoopsTimeAndWholeFrameNumber()
    {
        using ToolProcess host = new("host", "--virtual", Write("Later.cs", "await Delay(25); Log(\"later\");"));
        Assert.That(await host.EndAsync(), Is.Zero, host.Printed());
        Assert.That(host.Output, Has.Some.Match(@"^\[1970\.01\.01-00\.00\.25:0\d\d\]\[150\d\]LogAsyncTick: later$"));
    }

    [Test]
    public async Task Unit_OfTheDocs_IsRight()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(TestPaths.Repository, "Docs", "Service.md"));
        var begin = page.IndexOf("```ini\n", StringComparison.Ordinal) + 7;
        var text = page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
        Assert.That(text, Does.Contain("/usr/local/bin/asynctick"));

        // What is started has to be there for the check.
        var unit = Path.Combine(_folder, "asynctick.service");
        await File.WriteAllTextAsync(unit, text.Replace("/usr/local/bin/asynctick", "/bin/true", StringComparison.Ordinal));
        using var check = ToolProcess.Program("systemd-analyze", "verify", "--man=no", unit);
        Assert.That(await check.EndAsync(), Is.Zero, check.Printed());
        Assert.That(check.Errors, Is.Empty);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
