using System.Text.Json.Nodes;
using AsyncTick.Remote;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The command socket of an editor that runs the plugin's own C++.</summary>
public sealed class RemoteTests
{
    [Test]
    public async Task Editor_RunsScriptsOfItsSocket_AndCancelsThem()
    {
        using LiveEngine engine = new();
        engine.Do("until the last of the socket", "frames 2");
        engine.WaitForLine("C# tasks are available.");
        using var client = await RemoteClient.ConnectAsync(RemoteFolder.Sockets(RemoteFolder.Default).Single(socket => socket.ProcessId == engine.ProcessId).Path);

        List<string> log = [];
        var result = await client.RequestAsync("run", Script("Log($\"hello {args[0]}\"); await NextFrame(); return 7;"), reply => log.Add(reply.GetRawText()));
        Assert.That(result.GetProperty("exitCode").GetInt32(), Is.EqualTo(7), engine.ToString());
        Assert.That(log, Has.Some.Contains("hello there"));

        using CancellationTokenSource cancel = new();
        var running = client.RequestAsync("run", Script("try { Log(\"waits\"); await Delay(1000); } finally { Log(\"cleaned up\"); }"), cancellation: cancel.Token);
        engine.WaitForLine("waits");
        await cancel.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<RemoteException>(() => running))!.Code, Is.EqualTo("canceled"));
        engine.WaitForLine("cleaned up");

        await client.RequestAsync("eval", new JsonObject { ["code"] = "Log(\"the last of the socket\")", ["detach"] = true });
        engine.End();
        Assert.That(RemoteFolder.Sockets(RemoteFolder.Default).Select(socket => socket.ProcessId), Has.None.EqualTo(engine.ProcessId), "the socket is gone with the engine");
    }

    [TestCase(false, "--game")]
    [TestCase(true, "--game", "--socket", "always")]
    [TestCase(false, "--socket", "off")]
    public void Socket_IsOpenedWhereTheSettingSaysSo(bool opened, params string[] options)
    {
        using LiveEngine engine = new(options);
        engine.Do("until never", "frames 1");
        engine.WaitForLine("C# tasks are available.");
        Assert.That(RemoteFolder.Sockets(RemoteFolder.Default).Any(socket => socket.ProcessId == engine.ProcessId), Is.EqualTo(opened), engine.ToString());
    }

    private static JsonObject Script(string text) => new() { ["name"] = "/tmp/Remote.cs", ["text"] = text, ["args"] = new JsonArray("there") };
}
