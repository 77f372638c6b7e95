namespace AsyncTick.Net.Tests;

/// <summary>A real redis-server on a free loopback port; can be killed, restarted on the same port, and hung.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string[] _extra;
    private ServerProcess? _process;

    public RedisServer(params string[] extraArguments)
    {
        _extra = extraArguments;
        Start();
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>The protocol of the clients that are made with <see cref="Options"/>.</summary>
    public int RespVersion { get; init; } = 3;

    public RedisOptions Options => new() { Port = Port, RespVersion = RespVersion };

    public void Start()
    {
        _process = ServerProcess.Start("redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.Path, .. _extra]);
        _process.WaitForOutput("Ready to accept connections");
    }

    public void Kill()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Hang() => _process!.Hang();

    public void Resume() => _process!.Resume();

    /// <summary>redis-cli, the client that came with the server.</summary>
    public string Cli(params string[] arguments) => ServerProcess.Run("redis-cli", ["-p", $"{Port}", .. arguments]);

    /// <summary>Feeds commands to redis-cli in one go.</summary>
    public void Pipe(string commands)
    {
        using var cli = ServerProcess.Start("redis-cli", "-p", $"{Port}", "--pipe");
        cli.Write(commands);
        cli.EndInput();
        cli.WaitForExit();
        Assert.That(cli.ExitCode, Is.Zero, cli.Output);
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
