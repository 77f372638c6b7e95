using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Benchmarks;

/// <summary>A redis-server on a free loopback port, without files.</summary>
public sealed class RedisProcess : IDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private readonly Process _process;

    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public RedisProcess()
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException("redis-server is not installed: tests/install-servers.sh");
        }

        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        }

        string[] arguments = ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()];
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept", StringComparison.Ordinal))
        {
        }
    }

    public int Port { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
