using AsyncTick.Net.Tests;

namespace AsyncTick.Scripting.Tests;

/// <summary>A real mosquitto, an MQTT broker, on a free loopback port.</summary>
internal sealed class MosquittoServer : IDisposable
{
    private readonly ServerProcess _process;

    public MosquittoServer()
    {
        // With a port and no configuration it listens on this machine only, and lets everybody in.
        _process = ServerProcess.Start("mosquitto", "-v", "-p", $"{Port}");
        _process.WaitForPort(Port);
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>What it said: connections, subscriptions, messages.</summary>
    public string Output => _process.Output;

    public void WaitForOutput(string text) => _process.WaitForOutput(text);

    /// <summary>Publishes with a client that came with it.</summary>
    public void Publish(string topic, string text) => ServerProcess.Run("mosquitto_pub", "-h", "127.0.0.1", "-p", $"{Port}", "-t", topic, "-m", text, "-q", "1");

    public void Dispose() => _process.Dispose();
}
