namespace AsyncTick.Remote.Tests;

/// <summary>Commands to a running headless host through a real sshd, as Docs/Remote.md describes it.</summary>
public class SshTests
{
    private const string Script = """
        Log($"started with {string.Join('+', args)}");
        try
        {
            if (args is ["wait"]) await Delay(double.PositiveInfinity);
        }
        finally
        {
            Log("cleaned up");
        }

        return 7;
        """;

    private SshServer _ssh = null!;
    private ToolProcess _host = null!;
    private string _script = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _script = Path.Combine(Directory.CreateTempSubdirectory("asynctick-script-").FullName, "Job.cs");
        await File.WriteAllTextAsync(_script, Script);
        _ssh = await SshServer.StartAsync();
        _host = new ToolProcess("host");
        await _host.WaitForAsync("Running at");
    }

    [OneTimeTearDown]
    public void End()
    {
        _host.Dispose();
        _ssh.Dispose();
        Directory.Delete(Path.GetDirectoryName(_script)!, recursive: true);
    }

    [Test]
    public async Task Run_StreamsLogAndReturnsExitCode()
    {
        using var ssh = _ssh.Connect("user", terminal: false, $"asynctick run {_script} a b");
        Assert.That(await ssh.EndAsync(), Is.EqualTo(7), ssh.Printed());
        Assert.That(ssh.Output, Is.EqualTo(new[] { "started with a+b", "cleaned up" }));
    }

    [Test]
    public async Task Run_OfStandardInput_SendsALocalFile()
    {
        using var ssh = _ssh.Connect("user", terminal: false, "asynctick run - from here");
        await ssh.TypeAsync(Script);
        ssh.Input.Close();
        Assert.That(await ssh.EndAsync(), Is.EqualTo(7), ssh.Printed());
        Assert.That(ssh.Output, Has.Member("started with from+here"));
    }

    [Test]
    public async Task CtrlC_InATerminal_CancelsTheScript()
    {
        using var ssh = _ssh.Connect("user", terminal: true, $"asynctick run {_script} wait");
        await ssh.WaitForAsync("started with wait");
        await ssh.TypeAsync("\x03");
        Assert.That(await ssh.EndAsync(), Is.EqualTo(130), ssh.Printed());
        Assert.That(ssh.Output, Has.Some.Contains("cleaned up"));
    }

    [TestCase(2)]
    [TestCase(9)]
    public async Task ClientThatEnds_WithoutATerminal_CancelsTheScript(int signal)
    {
        var already = _host.Output.Count(line => line.EndsWith("cleaned up", StringComparison.Ordinal));
        using var ssh = _ssh.Connect("user", terminal: false, $"asynctick run {_script} wait");
        await ssh.WaitForAsync("started with wait");
        ssh.Signal(signal);
        await ssh.EndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (_host.Output.Count(line => line.EndsWith("cleaned up", StringComparison.Ordinal)) == already)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    [Test]
    public async Task ForcedCommand_TakesTheToolsCommandsOnly()
    {
        using (var ssh = _ssh.Connect("forced", terminal: false, "eval 6*7"))
        {
            Assert.That(await ssh.EndAsync(), Is.Zero, ssh.Printed());
            Assert.That(ssh.Output, Is.EqualTo(new[] { "42" }));
        }

        using (var ssh = _ssh.Connect("forced", terminal: false, "ps; touch /tmp/asynctick-escaped"))
        {
            Assert.That(await ssh.EndAsync(), Is.EqualTo(2), ssh.Printed());
            Assert.That(File.Exists("/tmp/asynctick-escaped"), Is.False);
        }
    }

    [Test]
    public async Task Attach_TakesCommandsAndShowsTheLog()
    {
        using var ssh = _ssh.Connect("user", terminal: false, "asynctick attach");
        await ssh.TypeAsync("Eval Log(\"seen\" + \" in the log\")\nEval 6 * 7\nHelp Cancel\n");
        await ssh.WaitForAsync("AsyncTick.Cancel <id|name>");
        await ssh.WaitForAsync("seen in the log");
        await ssh.TypeAsync("quit\n");
        Assert.That(await ssh.EndAsync(), Is.Zero, ssh.Printed());
        Assert.That(ssh.Output, Has.Member("42"));
        Assert.That(_host.Output, Has.Some.Contains("seen in the log"));
    }
}
