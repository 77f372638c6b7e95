using AsyncTick.Remote.Tests;

namespace AsyncTick.EngineShim.Tests;

/// <summary>Commands to an editor that runs the plugin's own C++, through a real sshd.</summary>
public sealed class SshTests
{
    [Test]
    public async Task Editor_OverSsh_RunsAScript_WithLogCancellationAndExitCode()
    {
        using ScriptFile script = new("""
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
            """);
        using LiveEngine engine = new();
        engine.Do("until the-last-of-ssh", "frames 2");
        engine.WaitForLine("C# tasks are available.");
        using var server = await SshServer.StartAsync();
        var run = $"asynctick run --host {engine.ProcessId} '{script.Location}'";

        using (var ssh = server.Connect("user", terminal: false, $"{run} a b"))
        {
            Assert.That(await ssh.EndAsync(), Is.EqualTo(7), ssh.Printed());
            Assert.That(ssh.Output, Is.EqualTo(new[] { "started with a+b", "cleaned up" }));
        }

        using (var ssh = server.Connect("user", terminal: true, $"{run} wait"))
        {
            await ssh.WaitForAsync("started with wait");
            await ssh.TypeAsync("\x03");
            Assert.That(await ssh.EndAsync(), Is.EqualTo(130), ssh.Printed());
            Assert.That(ssh.Output, Has.Some.Contains("cleaned up"));
        }

        using (var ssh = server.Connect("forced", terminal: false, $"eval --host {engine.ProcessId} Log(\"the-last-of-ssh\")"))
        {
            Assert.That(await ssh.EndAsync(), Is.Zero, ssh.Printed());
        }

        engine.End();
    }
}
