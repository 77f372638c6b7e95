using System.Diagnostics;

namespace AsyncTick.Net;

/// <summary>
/// A WebSocket client that stays connected: when the server goes away it is tried again by <see cref="Backoff"/>, and the stream of
/// messages goes on. Game thread only. Lives in the scope of the task that started it.
/// </summary>
[DebuggerDisplay("{Address}: connected = {IsConnected}")]
public sealed class WebSocketLink : IAsyncDisposable
{
    private readonly WebSocketOptions _options;
    private readonly Func<WebSocketConnection, Task>? _greet;
    private readonly BoundedBuffer<WebSocketMessage> _incoming;
    private readonly TaskScope _scope;
    private readonly Supervisor _supervisor;
    private TaskCompletionSource _connected = NewSignal();
    private WebSocketConnection? _connection;

    private WebSocketLink(Uri address, WebSocketOptions options, Backoff backoff, Func<WebSocketConnection, Task>? greet)
    {
        Address = address;
        _options = options;
        _greet = greet;
        _incoming = new BoundedBuffer<WebSocketMessage>(int.MaxValue, options.MaxUnreadBytes);
        _scope = Async.Scope.CreateChild($"websocket {address}");
        _supervisor = new Supervisor($"websocket {address}", Live, new SuperviseOptions { Backoff = backoff, RestartAfterSuccess = true, IsFatal = static e => e is not NetworkException });
        _ = _scope.Start(_supervisor.Run, _supervisor.Name);
    }

    /// <summary>The server.</summary>
    public Uri Address { get; }

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>How often it was tried again.</summary>
    public int Reconnects => _supervisor.Restarts;

    /// <summary>Starts to connect; does not wait for it.</summary>
    /// <param name="address">ws or wss.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="backoff">Waits between tries; null for the defaults.</param>
    /// <param name="greet">Called with each new connection before anybody else may send: a login, subscriptions.</param>
    public static WebSocketLink Start(Uri address, WebSocketOptions? options = null, Backoff? backoff = null, Func<WebSocketConnection, Task>? greet = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new WebSocketLink(address, options ?? new WebSocketOptions(), backoff ?? new Backoff(), greet);
    }

    /// <summary>Waits until there is a connection; at once when there is one.</summary>
    public Task WhenConnected() => _connected.Task.WaitAsync(Async.Token);

    /// <summary>Sends a text message, waiting for a connection if there is none.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection broke just now: the message may be lost.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public async ValueTask Send(string text) => await (await Connection()).Send(text);

    /// <summary>Sends a binary message, waiting for a connection if there is none.</summary>
    /// <param name="payload">Copied.</param>
    /// <exception cref="NetworkException">The connection broke just now: the message may be lost.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public async ValueTask Send(ReadOnlyMemory<byte> payload) => await (await Connection()).Send(payload);

    /// <summary>All messages of all connections, until the link is disposed; one reader at a time.</summary>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public IAsyncEnumerable<WebSocketMessage> ReceiveAll() => _incoming.ReadAll();

    /// <summary>Closes the connection in good order and stops trying.</summary>
    public async ValueTask DisposeAsync()
    {
        _incoming.Close();
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        await _scope.DisposeAsync();
    }

    private async Task<WebSocketConnection> Connection()
    {
        while (_connection is null)
        {
            await WhenConnected();
        }

        return _connection;
    }

    private async Task Live()
    {
        await using var connection = await WebSocketConnection.Connect(Address, _options);
        if (_greet is not null)
        {
            await _greet(connection);
        }

        _connection = connection;
        _connected.TrySetResult();
        try
        {
            await foreach (var message in connection.ReceiveAll())
            {
                await _incoming.Write(message, message.Payload.Length, Async.Token);
            }
        }
        finally
        {
            _connection = null;
            _connected = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
