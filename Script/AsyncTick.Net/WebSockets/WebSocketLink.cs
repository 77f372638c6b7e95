using System.Diagnostics;

namespace AsyncTick.Net;

/// <summary>
/// A WebSocket client that stays connected: when the server goes away it is tried again by <see cref="Backoff"/>, and the stream of
/// messages goes on. Game thread only. Lives in the scope of the task that started it.
/// </summary>
[DebuggerDisplay("{_supervisor.Name}: connected = {IsConnected}")]
public sealed class WebSocketLink : IAsyncDisposable
{
    private readonly WebSocketOptions _options;
    private readonly Func<WebSocketConnection, Task>? _greet;
    private readonly BoundedBuffer<WebSocketMessage> _incoming;
    private readonly TaskScope _scope;
    private readonly Supervisor _supervisor;
    private TaskCompletionSource _connected = NewSignal();
    private WebSocketConnection? _connection;
    private bool _ended;

    private WebSocketLink(Uri address, WebSocketOptions options, Backoff backoff, Func<WebSocketConnection, Task>? greet)
    {
        Address = address;
        _options = options;
        _greet = greet;
        _incoming = new BoundedBuffer<WebSocketMessage>(int.MaxValue, options.MaxUnreadBytes);
        var name = LogText.Address(address);
        _scope = Async.Scope.CreateChild($"websocket {name}");
        _supervisor = new Supervisor($"websocket {name}", Live, new SuperviseOptions { Backoff = backoff, RestartAfterSuccess = true, IsFatal = static e => e is not NetworkException });
        _ = _scope.Start(RunToTheEnd, _supervisor.Name);
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
    /// <param name="greet">Called with each new connection before any other task may send: a login, subscriptions.</param>
    public static WebSocketLink Start(Uri address, WebSocketOptions? options = null, Backoff? backoff = null, Func<WebSocketConnection, Task>? greet = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options?.Verify();
        return new WebSocketLink(address, options ?? new WebSocketOptions(), backoff ?? new Backoff(), greet);
    }

    /// <summary>Waits until there is a connection; at once when there is one.</summary>
    /// <exception cref="NetworkException">The link has ended: disposed, canceled with its scope, or by an error that trying again does not mend.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public Task WhenConnected() => _connected.Task.WaitAsync(Async.Token);

    /// <summary>Sends a text message, waiting for a connection if there is none.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="NetworkException">The connection broke just now: the message may be lost. Or the link has ended: it was not sent.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public async ValueTask Send(string text) => await (await Connection()).Send(text);

    /// <summary>Sends a binary message, waiting for a connection if there is none.</summary>
    /// <param name="payload">Copied.</param>
    /// <exception cref="NetworkException">The connection broke just now: the message may be lost. Or the link has ended: it was not sent.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public async ValueTask Send(ReadOnlyMemory<byte> payload) => await (await Connection()).Send(payload);

    /// <summary>All messages of all connections, until the link is disposed; one reader at a time.</summary>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public IAsyncEnumerable<WebSocketMessage> ReceiveAll() => _incoming.ReadAll();

    /// <summary>Closes the connection in good order and stops trying.</summary>
    public async ValueTask DisposeAsync()
    {
        EndWaits(new NetworkException($"{_supervisor.Name} was closed here."));
        _incoming.Close();
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        await _scope.DisposeAsync();
    }

    private async Task<WebSocketConnection> Connection()
    {
        while (_connection is null || _ended)
        {
            await WhenConnected();
        }

        return _connection;
    }

    private async Task RunToTheEnd()
    {
        var end = new NetworkException($"{_supervisor.Name} was closed here.");
        try
        {
            await _supervisor.Run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            end = new NetworkException($"{_supervisor.Name} has ended: {ExceptionText.Message(e)}", e);
            throw;
        }
        finally
        {
            EndWaits(end);
            _incoming.Complete(end.InnerException is null ? null : end);
        }
    }

    private void EndWaits(NetworkException end)
    {
        if (!_ended)
        {
            _ended = true;
            if (!_connected.TrySetException(end))
            {
                _connected = NewSignal();
                _connected.SetException(end);
            }

            // There may be no task that waits.
            _ = _connected.Task.Exception;
        }
    }

    private async Task Live()
    {
        await using var connection = await WebSocketConnection.Connect(Address, _options);
        if (_greet is not null)
        {
            await _greet(connection);
        }

        if (_ended)
        {
            await UntilDisposed();
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
            if (!_ended)
            {
                _connected = NewSignal();
            }
        }

        if (_ended)
        {
            await UntilDisposed();
        }
    }

    // DisposeAsync closes the connection in good order first, and that is no end to begin again after.
    private static async Task UntilDisposed() => await Async.Delay(double.PositiveInfinity);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
