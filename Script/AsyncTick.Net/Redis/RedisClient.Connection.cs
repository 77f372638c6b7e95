using System.Net.Sockets;
using StackExchange.Redis;

namespace AsyncTick.Net;

public sealed partial class RedisClient
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(250);

    private async Task Supervise()
    {
        try
        {
            await _supervisor.Run();
        }
        catch (Exception e) when (!Async.IsCancellationRequested)
        {
            FailAll(e);
        }
    }

    private void FailAll(Exception error)
    {
        Async.Loop.Log.Write(LogVerbosity.Error, $"Redis {Options} is given up: {error.Message}");
        _connected.TrySetException(error);

        // Whoever waits for the connection gets it; that nobody does must not count as an unseen fault.
        _ = _connected.Task.Exception;
        foreach (var subscription in _subscriptions)
        {
            subscription.EndWith(error);
        }
    }

    // One connection's life: returns never, throws when it is dead.
    private async Task Live()
    {
        var connection = await Build();
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionFailed += (_, e) => lost.TrySetResult($"{e.ConnectionType}: {e.FailureType}");
        try
        {
            foreach (var subscription in _subscriptions.ToArray())
            {
                await subscription.Attach(connection);
            }

            _connection = connection;
            _connected.TrySetResult();
            Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {Options} connected");
            await Watch(connection, lost.Task);
        }
        finally
        {
            _connection = null;
            if (_connected.Task.IsCompleted)
            {
                _connected = NewSignal();
            }

            foreach (var subscription in _subscriptions)
            {
                subscription.Detach();
            }

            var closing = Close(connection);
            if (!Async.IsCancellationRequested)
            {
                await closing;
            }
        }
    }

    private async Task Watch(ConnectionMultiplexer connection, Task<string> lost)
    {
        var database = connection.GetDatabase();
        var subscriber = connection.GetSubscriber();
        while (true)
        {
            using (var pause = CancellationTokenSource.CreateLinkedTokenSource(Async.Token))
            {
                // A loss ends the pause at once; the pause itself is on the loop's clock.
                var delay = Pause(pause.Token);
                await Task.WhenAny(lost, delay);
                await pause.CancelAsync();
                await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            Async.Token.ThrowIfCancellationRequested();
            if (lost.IsCompleted)
            {
                throw new NetworkException($"Redis {Options} was lost ({await lost}).");
            }

            await Task.WhenAll(
                Limit(database.PingAsync(), "a heartbeat", Options.HeartbeatTimeoutSeconds),
                Limit(subscriber.PingAsync(), "a heartbeat of the subscriptions", Options.HeartbeatTimeoutSeconds));
        }
    }

    private async Task Pause(CancellationToken cancellation) => await Async.Delay(Options.HeartbeatSeconds, cancellation, Clock.Real);

    private async Task<ConnectionMultiplexer> Build()
    {
        await Knock();
        var configuration = RedisConfiguration.For(Options);
        var connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            return await connecting.WaitAsync(TimeSpan.FromSeconds(Options.ConnectSeconds), Async.Token);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Should it come after all, nobody would close it.
            _ = CloseLate(connecting);
            if (e is OperationCanceledException)
            {
                throw;
            }

            throw new NetworkException($"Redis {Options} accepted the connection but did not answer within {Options.ConnectSeconds:0.###} s.", e);
        }
        catch (RedisConnectionException e) when (e.FailureType == ConnectionFailureType.AuthenticationFailure || e.Message.Contains("AuthenticationFailure", StringComparison.Ordinal))
        {
            // The library gives one kind of error for both.
            var why = Options.UseTls ? "its certificate was not accepted (TlsHost, CertificateValidation), or the password is wrong"
                : Options.Password is null ? "it wants a password (RedisOptions.Password)" : "the password is wrong";
            throw new RedisRefusedException($"Redis {Options} refused the login: {why}.", e);
        }
        catch (RedisConnectionException e)
        {
            throw new NetworkException($"Redis {Options} cannot be used: {e.Message}", e);
        }
    }

    // The library sometimes takes its whole timeout to find out that nobody listens; a plain connect knows at once.
    private async Task Knock()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Async.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(Options.ConnectSeconds));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Options.Host, Options.Port, limit.Token);
        }
        catch (SocketException e)
        {
            throw new NetworkException(SocketErrors.Connect(Options.Host, Options.Port, e), e);
        }
        catch (OperationCanceledException e) when (!Async.Token.IsCancellationRequested)
        {
            throw new NetworkException($"{Options} did not answer within {Options.ConnectSeconds:0.###} s.", e);
        }
    }

    private static async Task CloseLate(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            var connection = await connecting.ConfigureAwait(false);
            await CloseOnPool(connection).ConfigureAwait(false);
        }
        catch (RedisException)
        {
            // It did not come.
        }
    }

    // Of the library's ways out, Dispose blocks for a command timeout after an awaited command, and CloseAsync of version 1 forgets
    // a thread per connection. Close ends everything; it does its work in the caller, so it is called on the pool.
    private static Task CloseOnPool(ConnectionMultiplexer connection) => Task.Run(() => connection.Close(allowCommandsToComplete: false));

    private static async Task Close(ConnectionMultiplexer connection)
    {
        var closing = CloseOnPool(connection);
        try
        {
            await closing.WaitAsync(CloseLimit);
        }
        catch (Exception e) when (e is TimeoutException or RedisException or ObjectDisposedException)
        {
            // It closes in its own time; nothing of it is used any more.
        }
    }
}
