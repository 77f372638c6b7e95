using System.Diagnostics;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// A Redis server that may come and go (aioredis, with the parts that it left to you): the connection is watched by a heartbeat
/// and rebuilt when it dies, subscriptions come back with it, and every command has a time limit. Game thread only; the
/// library's own threads only fill buffers.
/// </summary>
/// <remarks>Lives in a scope of its own below the scope of the task that connected, and closes with it.</remarks>
[DebuggerDisplay("{Options}: connected = {IsConnected}")]
public sealed partial class RedisClient : IAsyncDisposable
{
    private readonly TaskScope _scope;
    private readonly List<RedisSubscription> _subscriptions = [];
    private TaskCompletionSource _connected = NewSignal();
    private ConnectionMultiplexer? _connection;
    private readonly Supervisor _supervisor;

    private RedisClient(RedisOptions options)
    {
        Options = options;
        _scope = Async.Scope.CreateChild($"redis {options}");
        _supervisor = new Supervisor($"redis {options}", Live, new SuperviseOptions
        {
            Backoff = options.Reconnect,
            IsFatal = static e => e is not NetworkException || e is RedisRefusedException,
        });
    }

    /// <summary>What the client was made with.</summary>
    public RedisOptions Options { get; }

    /// <summary>Whether there is a connection that passed its last heartbeat.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>How often the connection was built anew.</summary>
    public int Reconnects => _supervisor.Restarts;

    /// <summary>Why the last connection, or attempt, failed; null when none did.</summary>
    public Exception? LastError => _supervisor.LastError;

    /// <summary>
    /// Connects, and goes on trying while the server is absent; each different reason is in the log.
    /// </summary>
    /// <param name="options">Null for the server on loopback.</param>
    /// <exception cref="NetworkException">The server refused the password: trying again would not help.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled meanwhile.</exception>
    public static async Task<RedisClient> Connect(RedisOptions? options = null)
    {
        var client = new RedisClient(options ?? new RedisOptions());
        try
        {
            _ = client._scope.Start(client.Supervise, $"redis {client.Options}");
            await client.WhenConnected();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until there is a connection; at once when there is one.</summary>
    /// <exception cref="NetworkException">The server refused the password.</exception>
    public Task WhenConnected() => _connected.Task.WaitAsync(Async.Token);

    /// <summary>Publishes a message.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="text">Sent as UTF-8.</param>
    /// <returns>How many subscribers the server gave it to.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    public Task<long> Publish(string channel, string text) => Publish(channel, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Publishes a message.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="payload">Its bytes; copied.</param>
    /// <returns>How many subscribers the server gave it to.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    public Task<long> Publish(string channel, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        var literal = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
        return Limit(Connection().GetSubscriber().PublishAsync(literal, payload.ToArray()), "PUBLISH");
    }

    /// <summary>Subscribes to a channel by its exact name. The subscription lives until it is disposed, over any number of reconnects.</summary>
    /// <param name="channel">The name; characters such as * mean themselves.</param>
    /// <param name="options">The buffer; null for the defaults.</param>
    /// <exception cref="NetworkException">The server did not confirm in time, or refuses us.</exception>
    public Task<RedisSubscription> Subscribe(string channel, RedisSubscribeOptions? options = null) =>
        Subscribe(channel, RedisChannel.PatternMode.Literal, options);

    /// <summary>Subscribes to all channels whose names match a glob pattern such as <c>news.*</c>.</summary>
    /// <param name="pattern">With *, ? and [].</param>
    /// <param name="options">The buffer; null for the defaults.</param>
    /// <exception cref="NetworkException">The server did not confirm in time, or refuses us.</exception>
    public Task<RedisSubscription> SubscribePattern(string pattern, RedisSubscribeOptions? options = null) =>
        Subscribe(pattern, RedisChannel.PatternMode.Pattern, options);

    /// <summary>Closes the connection; subscriptions end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.EndWith(null);
        }

        _subscriptions.Clear();
        await _scope.DisposeAsync();
    }

    internal ConnectionMultiplexer Connection() => _connection
        ?? throw new NetworkException($"Redis {Options} is not connected{(LastError is { } e ? $": {e.Message}" : ".")}", LastError);

    internal Task<RedisResult> Execute(string command, params object[] arguments) =>
        Limit(Connection().GetDatabase().ExecuteAsync(command, arguments), command);

    internal void Remove(RedisSubscription subscription) => _subscriptions.Remove(subscription);

    internal async Task<T> Limit<T>(Task<T> command, string name)
    {
        await Limit((Task)command, name, Options.CommandSeconds);
        return await command;
    }

    internal async Task Limit(Task command, string name, double seconds)
    {
        try
        {
            await command.WaitAsync(TimeSpan.FromSeconds(seconds), Async.Token);
        }
        catch (TimeoutException e) when (!command.IsCompleted)
        {
            Forget(command);
            throw new NetworkException($"Redis {Options} did not answer {name} within {seconds:0.###} s.", e);
        }
        catch (TimeoutException)
        {
            // The answer came while the game thread was busy: it counts.
            await command;
        }
        catch (OperationCanceledException)
        {
            Forget(command);
            throw;
        }
        catch (RedisServerException e)
        {
            throw new NetworkException($"Redis {Options} answered {name} with: {e.Message}", e);
        }
        catch (RedisException e)
        {
            throw new NetworkException($"Redis {Options} lost {name}: {e.Message}", e);
        }
    }

    private static void Forget(Task command) =>
        _ = command.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<RedisSubscription> Subscribe(string name, RedisChannel.PatternMode mode, RedisSubscribeOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var subscription = new RedisSubscription(this, new RedisChannel(name, mode), options ?? new RedisSubscribeOptions());
        _subscriptions.Add(subscription);
        try
        {
            await WhenConnected();
            if (subscription.Confirmed == 0)
            {
                await subscription.Attach(Connection());
            }

            return subscription;
        }
        catch
        {
            _subscriptions.Remove(subscription);
            throw;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
