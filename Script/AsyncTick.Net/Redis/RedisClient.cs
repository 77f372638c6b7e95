using System.Diagnostics;
using System.Net;
using System.Text;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// A Redis server or cluster that may come and go (aioredis, with the parts that it left to you): the connection is watched by a
/// heartbeat and rebuilt when it dies, subscriptions come back with it, and every command has a time limit. Of a cluster, a node that
/// dies is replaced by its replica while the others go on. Game thread only; the library's own threads only fill buffers.
/// </summary>
/// <remarks>Lives in a scope of its own below the scope of the task that connected, and closes with it.</remarks>
[DebuggerDisplay("{Options}: connected = {IsConnected}")]
public sealed class RedisClient : IAsyncDisposable
{
    private readonly TaskScope _scope;
    private readonly Supervisor _supervisor;
    private readonly List<RedisSubscription> _subscriptions = [];
    private readonly RedisReadiness _readiness = new();
    private IReadOnlyCollection<EndPoint> _seeds;
    private RedisConnection? _connection;

    private RedisClient(RedisOptions options)
    {
        Options = options;
        _seeds = RedisConfiguration.Seeds(options);
        _scope = Async.Scope.CreateChild($"redis {options}");
        _supervisor = new Supervisor($"redis {options}", Live, new SuperviseOptions
        {
            Backoff = options.Reconnect,
            IsFatal = static e => e is not NetworkException or RedisRefusedException,
        });
    }

    /// <summary>What the client was made with.</summary>
    public RedisOptions Options { get; }

    /// <summary>Whether there is a connection that passed its last heartbeat; of a cluster, to at least one node.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>Whether the server is a cluster; false without a connection.</summary>
    public bool IsCluster => _connection?.IsCluster == true;

    /// <summary>How often the connection was built anew.</summary>
    public int Reconnects => _supervisor.Restarts;

    /// <summary>Why the last connection, or attempt, failed; null when none did.</summary>
    public Exception? LastError => _supervisor.LastError;

    /// <summary>
    /// Connects, and goes on trying while the server is absent; each different reason is in the log.
    /// </summary>
    /// <param name="options">Null for the server on loopback.</param>
    /// <exception cref="NetworkException">The server refused the login: trying again would not help.</exception>
    /// <exception cref="ArgumentException">An address in the options is none.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
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
    /// <exception cref="NetworkException">The server refused the login.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed, or is while this waits.</exception>
    public Task WhenConnected() => _readiness.Wait.WaitAsync(Async.Token);

    /// <summary>Publishes a message.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="text">Sent as UTF-8.</param>
    /// <returns>How many subscribers the server gave it to; of a cluster, those at the channel's node, where every client of this kind subscribes.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> Publish(string channel, string text) => Publish(channel, Encoding.UTF8.GetBytes(text));

    /// <summary>Publishes a message.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="payload">Its bytes; copied.</param>
    /// <returns>How many subscribers the server gave it to; of a cluster, those at the channel's node, where every client of this kind subscribes.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> Publish(string channel, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return Publish(Routed(RedisChannel.Literal(channel)), payload, "PUBLISH");
    }

    /// <summary>Publishes a message on a sharded channel (Redis 7): of a cluster, it goes to the one node that the channel's name belongs to, and not to all.</summary>
    /// <param name="channel">Its channel; not the same as the plain channel of this name.</param>
    /// <param name="text">Sent as UTF-8.</param>
    /// <returns>How many subscribers the server gave it to.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> PublishSharded(string channel, string text) => PublishSharded(channel, Encoding.UTF8.GetBytes(text));

    /// <summary>Publishes a message on a sharded channel (Redis 7): of a cluster, it goes to the one node that the channel's name belongs to, and not to all.</summary>
    /// <param name="channel">Its channel; not the same as the plain channel of this name.</param>
    /// <param name="payload">Its bytes; copied.</param>
    /// <returns>How many subscribers the server gave it to.</returns>
    /// <exception cref="NetworkException">Not connected, or no answer in time. The message may or may not have been published.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<long> PublishSharded(string channel, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return Publish(RedisChannel.Sharded(channel), payload, "SPUBLISH");
    }

    /// <summary>Subscribes to a channel by its exact name. The subscription lives until it is disposed, over any number of reconnects.</summary>
    /// <param name="channel">The name; characters such as * mean themselves.</param>
    /// <param name="options">The buffer; null for the defaults.</param>
    /// <exception cref="NetworkException">The server did not confirm in time, or refuses us.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed, or is while this waits.</exception>
    public Task<RedisSubscription> Subscribe(string channel, RedisSubscribeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return Subscribe(Routed(RedisChannel.Literal(channel)), options);
    }

    /// <summary>Subscribes to all channels whose names match a glob pattern such as <c>news.*</c>.</summary>
    /// <param name="pattern">With *, ? and [].</param>
    /// <param name="options">The buffer; null for the defaults.</param>
    /// <exception cref="NetworkException">The server did not confirm in time, or refuses us.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed, or is while this waits.</exception>
    public Task<RedisSubscription> SubscribePattern(string pattern, RedisSubscribeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return Subscribe(Routed(RedisChannel.Pattern(pattern)), options);
    }

    /// <summary>Subscribes to a sharded channel (Redis 7), where <see cref="PublishSharded(string, string)"/> publishes. Follows its slot to another node.</summary>
    /// <param name="channel">The name; characters such as * mean themselves.</param>
    /// <param name="options">The buffer; null for the defaults.</param>
    /// <exception cref="NetworkException">The server did not confirm in time, or refuses us.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed, or is while this waits.</exception>
    public Task<RedisSubscription> SubscribeSharded(string channel, RedisSubscribeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return Subscribe(RedisChannel.Sharded(channel), options);
    }

    /// <summary>A stream by its key. Nothing is asked of the server yet.</summary>
    /// <param name="key">The stream's key.</param>
    public RedisStream Stream(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new RedisStream(this, key);
    }

    /// <summary>Closes the connection; subscriptions end, and so do waits for the connection, with an <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        End(null);
        _subscriptions.Clear();
        await _scope.DisposeAsync();
    }

    /// <summary>Whether the client is disposed or given up: no wait for a connection will succeed.</summary>
    internal bool HasEnded => _readiness.End is not null;

    internal RedisConnection Connection() => _connection
        ?? throw (_readiness.End is ObjectDisposedException ? Disposed() : new NetworkException($"Redis {Options} is not connected{(LastError is { } e ? $": {e.Message}" : ".")}", LastError));

    internal async Task<T> Run<T>(Func<IDatabase, Task<T>> command, string name) => await Connection().Run(command, name);

    internal void Remove(RedisSubscription subscription) => _subscriptions.Remove(subscription);

    // Of a cluster, a channel has its node, as a key has: the library would otherwise choose another one each time that it subscribes.
    private static RedisChannel Routed(RedisChannel channel) => channel.WithKeyRouting();

    private Task<long> Publish(RedisChannel channel, ReadOnlyMemory<byte> payload, string name) =>
        Run(database => database.Multiplexer.GetSubscriber().PublishAsync(channel, payload.ToArray()), name);

    private async Task<RedisSubscription> Subscribe(RedisChannel channel, RedisSubscribeOptions? options)
    {
        var subscription = new RedisSubscription(this, channel, options ?? new RedisSubscribeOptions());
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

    private async Task Supervise()
    {
        try
        {
            await _supervisor.Run();
        }
        catch (Exception e) when (!Async.IsCancellationRequested)
        {
            Async.Loop.Log.Write(LogVerbosity.Error, $"Redis {Options} is given up: {e.Message}");
            End(e);
        }
        finally
        {
            // Its scope has ended: others may still wait for the connection.
            End(null);
        }
    }

    // One connection's life: returns never, throws when it is dead.
    private async Task Live()
    {
        var connection = await RedisConnection.Open(Options, _seeds);
        try
        {
            _seeds = connection.IsCluster ? connection.Nodes : _seeds;
            foreach (var subscription in _subscriptions.ToArray())
            {
                await subscription.Restore(connection);
            }

            _connection = connection;
            _readiness.Set();
            Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {Options} connected");
            await connection.Watch(() => Follow(connection));
        }
        finally
        {
            _connection = null;
            _readiness.Unset();
            foreach (var subscription in _subscriptions)
            {
                subscription.Detach();
            }

            var closing = connection.Close();
            if (!Async.IsCancellationRequested)
            {
                await closing;
            }
        }
    }

    // Without a cluster a connection dies with its server, and there is nothing to follow.
    private async Task Follow(RedisConnection connection)
    {
        if (connection.IsCluster)
        {
            _seeds = connection.Nodes;
            foreach (var subscription in _subscriptions.ToArray())
            {
                await subscription.Follow(connection);
            }
        }
    }

    private void End(Exception? error)
    {
        if (_readiness.TryEnd(error ?? Disposed()))
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.EndWith(error);
            }
        }
    }

    private ObjectDisposedException Disposed() => new(nameof(RedisClient), $"The client of Redis {Options} is disposed.");
}
