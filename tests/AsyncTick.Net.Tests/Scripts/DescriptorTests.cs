using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>A host with few file descriptors, and more clients than those: clients are refused in words, the process lives and serves on.</summary>
public sealed class DescriptorTests
{
    private const int Clients = 400;

    [TestCase("TcpActorSpawner.cs", "tcp server spawned on")]
    [TestCase("HttpServer.cs", "http")]
    public void Server_MoreIdleClientsThanDescriptors_RefusesAndLives(string script, string ready)
    {
        var port = LoopbackPort.Free();
        using var host = ServerProcess.Start("/bin/sh", "-c", "ulimit -n 256; exec dotnet \"$@\"", "sh", SampleScriptTests.HostProgram, SampleScriptTests.ScriptFile(script), "--", $"{port}");
        host.WaitForOutput(ready);
        host.WaitForPort(port);
        List<Socket> idle = [];
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                idle.Add(client);
                client.Connect(IPAddress.Loopback, port);
            }

            host.WaitForOutput("file descriptors that the system gives it");
            Assert.That(host.HasExited, Is.False);
        }
        finally
        {
            idle.ForEach(static client => client.Dispose());
        }

        host.WaitForPort(port);
        Assert.That(() => Answer(port), Does.Contain("ok").Or.Contain("HTTP/1.1").After(15_000, 200), () => host.Output);
        Assert.That(host.HasExited, Is.False);
    }

    // One line that both servers understand enough to answer; empty when the client was refused.
    private static string Answer(int port)
    {
        using var client = new TcpClient("127.0.0.1", port) { ReceiveTimeout = 2_000 };
        client.GetStream().Write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8);
        var buffer = new byte[4096];
        try
        {
            var read = client.GetStream().Read(buffer);
            var text = System.Text.Encoding.UTF8.GetString(buffer, 0, read);
            return text.Contains("descriptors", StringComparison.Ordinal) || text.Contains(" 503 ", StringComparison.Ordinal) ? "" : text;
        }
        catch (IOException)
        {
            return "";
        }
    }
}
