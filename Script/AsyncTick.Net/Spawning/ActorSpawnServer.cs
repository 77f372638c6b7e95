using System.Diagnostics;
using System.Net;

namespace AsyncTick.Net;

/// <summary>
/// The tutorial's TCP server: each line spawns an actor with that label, and is answered with <c>ok &lt;label&gt;</c> or
/// <c>error &lt;reason&gt;</c>, in order. Game thread only; ends with the scope it was started in.
/// </summary>
[DebuggerDisplay("{Endpoint}: {Spawned} spawned")]
public sealed class ActorSpawnServer : IAsyncDisposable
{
    private readonly IActorSpawner _spawner;
    private readonly ActorSpawnOptions _options;
    private readonly LineServer _server;
    private readonly FrameQuota _spawns;

    private ActorSpawnServer(IActorSpawner spawner, ActorSpawnOptions options)
    {
        _spawner = spawner;
        _options = options;
        _spawns = new FrameQuota(Async.Scope, options.MaxSpawnsPerFrame, "actor spawn quota");
        _server = LineServer.Start(Serve, options.Server);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint => _server.Endpoint;

    /// <summary>Actors spawned so far.</summary>
    public long Spawned { get; private set; }

    /// <summary>Waits until the server ends.</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the server.</exception>
    public Task WaitClosed() => _server.WaitClosed();

    /// <summary>Starts to listen.</summary>
    /// <param name="spawner">Makes the actors.</param>
    /// <param name="options">Null for characters, on port 8885 of loopback.</param>
    /// <exception cref="NetworkException">The address cannot be listened on; the message gives the real reason.</exception>
    public static ActorSpawnServer Start(IActorSpawner spawner, ActorSpawnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spawner);
        options ??= new ActorSpawnOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxSpawnsPerFrame);
        return new ActorSpawnServer(spawner, options);
    }

    /// <summary>Ends the server and its clients.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Serve(LineConnection client)
    {
        await foreach (var line in client.ReadLines())
        {
            var label = line.Trim();
            if (Refusal(label) is { } reason)
            {
                await client.WriteLine($"error {reason}");
                continue;
            }

            await _spawns.Enter();
            await client.WriteLine(Spawn(client, label));
        }
    }

    private string Spawn(LineConnection client, string label)
    {
        try
        {
            _spawner.Spawn(_options.ClassName, label);
            Spawned++;
            Async.Log($"client {client.PeerName} spawned {_options.ClassName} '{LogText.Printable(label)}'");
            return $"ok {label}";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Async.LogWarning($"client {client.PeerName}: spawning '{LogText.Printable(label)}' failed: {LogText.Printable(ExceptionText.Message(e))}");
            return $"error {LogText.Printable(ExceptionText.MessageLine(e))}";
        }
    }

    private string? Refusal(string label)
    {
        if (label.Length == 0)
        {
            return "the label is empty";
        }

        if (label.Length > _options.MaxLabelLength)
        {
            return $"the label is longer than {_options.MaxLabelLength} characters";
        }

        return label.Any(char.IsControl) ? "the label has control characters in it" : null;
    }
}
