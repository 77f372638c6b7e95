using System.Reflection;

namespace AsyncTick.Net.Tests;

/// <summary>The network samples in the headless host, each against the other half that its header names.</summary>
public sealed class SampleScriptTests
{
    [Test]
    public void Telnet_NetcatShowsAFilm_IsPrintedBesideTheTimers()
    {
        var port = LoopbackPort.Free();
        using var nc = ServerProcess.Start("nc", "-l", "-N", "127.0.0.1", $"{port}");
        nc.Write("Episode IV\nA long time ago ...\n");
        using var host = Host("Telnet.cs", "127.0.0.1", $"{port}");
        host.WaitForOutput("A long time ago");
        host.WaitForOutput("1 seconds elapsed");
        nc.EndInput();
        host.WaitForOutput("has closed the connection");
        host.WaitForExit();

        Assert.That(host.ExitCode, Is.Zero, host.Output);
    }

    [Test]
    public void TcpActorSpawner_Netcat_IsAnswered()
    {
        var port = LoopbackPort.Free();
        using var host = Host("TcpActorSpawner.cs", $"{port}");
        host.WaitForOutput("tcp server spawned on");
        using var nc = ServerProcess.Start("nc", "-N", "127.0.0.1", $"{port}");
        nc.Write("Hero\nVillain\n");
        nc.EndInput();
        nc.WaitForExit();

        Assert.That(nc.Output, Is.EqualTo("ok Hero\nok Villain\n"));
        Assert.That(host.Output, Does.Contain("spawned Character 'Villain'"));
    }

    [Test]
    public void TcpActorSpawner_NetcatLines_AreLabeledCharactersThatActorsLists()
    {
        var port = LoopbackPort.Free();
        using var host = ServerProcess.Start("dotnet", Value("HeadlessProgram"));
        host.Write("Actors\n");
        host.WaitForOutput("no actors");
        host.Write($"AsyncTick.Run \"{Path.Combine(Value("ScriptFolder"), "TcpActorSpawner.cs")}\" {port}\n");
        host.WaitForOutput("tcp server spawned on");
        using var nc = ServerProcess.Start("nc", "-N", "127.0.0.1", $"{port}");
        nc.Write("Hero\r\nGefährte\n");
        nc.EndInput();
        nc.WaitForExit();
        host.Write("Actors\n");
        host.WaitForOutput("Character 'Gefährte'");
        host.Write("quit\n");
        host.WaitForExit();

        Assert.That(host.Output, Does.Contain("Character 'Hero'\nCharacter 'Gefährte'\n"), "no line end is in a label");
        Assert.That(host.ExitCode, Is.Zero);
    }

    [Test]
    public void RedisSubscriber_RedisCli_MessagesAreLogged()
    {
        using var redis = new RedisServer();
        using var host = Host("RedisSubscriber.cs", "foobar", "127.0.0.1", $"{redis.Port}");
        host.WaitForOutput("subscribed to foobar");
        redis.Cli("publish", "foobar", "hello");
        host.WaitForOutput("Warning: foobar: hello");
    }

    [Test]
    public void RedisWorker_KilledInItsWork_AnotherTakesOver()
    {
        using var redis = new RedisServer();
        redis.Cli("xadd", "jobs", "*", "label", "Hero");
        using (var first = Host("RedisWorker.cs", "jobs", "builders", "first", "127.0.0.1", $"{redis.Port}"))
        {
            first.WaitForOutput("building Hero");
        }

        using var second = Host("RedisWorker.cs", "jobs", "builders", "second", "127.0.0.1", $"{redis.Port}");
        second.WaitForOutput(": done");
        Assert.That(second.Output, Does.Contain("building Hero (again)"));
    }

    [Test]
    public void WebSocketEcho_BothHalves_AnswersItself()
    {
        using var host = Host("WebSocketEcho.cs");
        host.WaitForOutput("says: Hello World! (2)");
    }

    [Test]
    public void Radio_Icecast_WritesAWavFile()
    {
        using var folder = new ScratchFolder();
        var mp3 = Mp3Material.Make(folder, "station", seconds: 20);
        using var icecast = new IcecastServer();
        using var source = icecast.StartSource(mp3);
        var wav = folder.File("radio.wav");
        using var host = Host("Radio.cs", $"{icecast.Mount}", wav, "2");
        host.WaitForExit();

        Assert.That(host.Output, Does.Contain("s of Test Station are in"));
        Assert.That(Mp3Material.Samples(wav), Has.Length.GreaterThan(2 * 176400 - 1));
    }

    [Test]
    public void HttpServer_Curl_ShowsTheTaskListAndCancels()
    {
        var port = LoopbackPort.Free();
        using var host = Host("HttpServer.cs", $"{port}");
        host.WaitForOutput("http server on");

        Assert.That(ServerProcess.Run("curl", "-sf", $"http://127.0.0.1:{port}/tasks"), Does.Contain("HttpServer.cs"));
        Assert.That(ServerProcess.Run("curl", "-sf", $"http://127.0.0.1:{port}/"), Does.Contain("<h1>Headless, frame"));
        Assert.That(ServerProcess.Run("curl", "-s", "-H", "Origin: http://evil.example", "-d", "", $"http://127.0.0.1:{port}/cancel?id=1"), Does.Contain("Not from another site"));
        Assert.That(ServerProcess.Run("curl", "-s", "-d", "", $"http://127.0.0.1:{port}/cancel?id=9999"), Does.Contain("no such task"));
    }

    internal static string HostProgram => Value("HeadlessProgram");

    internal static string ScriptFile(string script) => Path.Combine(Value("ScriptFolder"), script);

    private static ServerProcess Host(string script, params string[] arguments) =>
        ServerProcess.Start("dotnet", [HostProgram, ScriptFile(script), "--", .. arguments]);

    private static string Value(string key) => Path.GetFullPath(
        typeof(SampleScriptTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
