using System.Net;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// One connection's life: to a server, or to all nodes of a cluster. Dies as a whole when a server without a cluster dies; of a
/// cluster it outlives its nodes, and dies when none is left. Game thread only.
/// </summary>
internal sealed class RedisConnection
{
    private const double ShortestBeat = 0.2;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(250);

    private readonly RedisOptions _options;
    private readonly RedisTransport _transport;
    private readonly ConnectionMultiplexer _library;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RedisNodes _nodes;
    private bool _hasSubscribed;
    private TaskCompletionSource _wake = NewSignal();

    private RedisConnection(RedisOptions options, RedisTransport transport, ConnectionMultiplexer library)
    {
        _options = options;
        _transport = transport;
        _library = library;
        _nodes = new RedisNodes(options, library);
        IsCluster = Array.Exists(library.GetServers(), server => server.ServerType == ServerType.Cluster);
        library.ConnectionFailed += OnConnectionFailed;
        library.ConnectionRestored += OnConnectionRestored;
    }

    /// <summary>Whether the keys are spread over several nodes.</summary>
    public bool IsCluster { get; }

    /// <summary>Every node that is known: what to begin with when this connection is lost.</summary>
    public IReadOnlyCollection<EndPoint> Nodes => _nodes.All;

    public IDatabase Database => _library.GetDatabase();

    private ISubscriber Subscriber => _library.GetSubscriber();

    /// <exception cref="NetworkException">Not reachable, refused, or no primary.</exception>
    public static async Task<RedisConnection> Open(RedisOptions options, IReadOnlyCollection<EndPoint> seeds)
    {
        var transport = new RedisTransport(options, seeds.Count);
        var library = await RedisLibrary.Connect(options, seeds, transport);
        var connection = new RedisConnection(options, transport, library);
        try
        {
            await connection.LogIn();
        }
        catch
        {
            await connection.Close();
            throw;
        }

        if (connection._nodes.Primaries().Count == 0)
        {
            await connection.Close();
            throw new NetworkException($"Redis {options} answers, but there is no primary among {string.Join(", ", connection.Nodes.Select(RedisNodes.Name))}: a replica is not promoted yet.");
        }

        return connection;
    }

    /// <summary>Returns never; throws when the connection is dead.</summary>
    /// <param name="afterBeat">Called after each heartbeat: what has to follow a cluster's changes.</param>
    public async Task Watch(Func<Task> afterBeat)
    {
        while (true)
        {
            await Pause();
            if (_lost.Task.IsCompletedSuccessfully)
            {
                throw new NetworkException($"Redis {_options} was lost ({await _lost.Task}).");
            }

            await Beat();
            await afterBeat();
        }
    }

    /// <summary>Waits for a command within its limit, and throws nothing but a <see cref="NetworkException"/> or a cancellation that was asked for.</summary>
    public async Task<T> Run<T>(Func<IDatabase, Task<T>> command, string name)
    {
        try
        {
            var answer = command(Database);
            await Limit(answer, name, _options.CommandSeconds);
            return await answer;
        }
        catch (Exception e) when (e is not NetworkException and not OperationCanceledException)
        {
            throw RedisErrors.Of(_options, name, e);
        }
        catch (NetworkException e) when (e.InnerException is RedisServerException { Kind: RedisErrorKind.ReadOnly } && !IsCluster)
        {
            // It was the primary, and is a replica now. The next connection finds out who is.
            Lose($"{_options} has become a replica");
            throw;
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public Task Limit(Task command, string name, double seconds) => RedisLimit.Wait(_options, command, name, seconds);

    /// <summary>Subscribes; of a cluster, at the channel's node alone.</summary>
    /// <exception cref="NetworkException">Refused, or not confirmed in time.</exception>
    public async Task Start(RedisFeed feed, RedisChannel channel)
    {
        if (IsCluster)
        {
            await _nodes.WhenSubscribable(channel);
        }

        await Limit(feed.Start(Subscriber), $"SUBSCRIBE {channel}", _options.CommandSeconds);
    }

    /// <summary>The node that a subscription is at, or null when that is gone.</summary>
    public EndPoint? NodeOf(RedisChannel channel)
    {
        _hasSubscribed = true;
        return Subscriber.IsConnected(channel) ? Subscriber.SubscribedEndpoint(channel) : null;
    }

    /// <summary>Ends everything, within a quarter of a second: what is left closes in its own time, and nothing of it is used any more.</summary>
    public async Task Close()
    {
        _library.ConnectionFailed -= OnConnectionFailed;
        _library.ConnectionRestored -= OnConnectionRestored;
        _transport.Close();
        var closing = RedisLibrary.Close(_library);
        await closing.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        LeftTask.Forget(closing);
    }

    // The library goes on as the default user when the login is refused and that user needs none.
    private async Task LogIn()
    {
        if (_options.User is { } user)
        {
            var answer = Database.ExecuteAsync("AUTH", user, _options.Password ?? "");
            try
            {
                await Limit(answer, "AUTH", _options.CommandSeconds);
            }
            catch (RedisRefusedException e)
            {
                throw RedisErrors.OfConnecting(_options, e);
            }
        }
    }

    // A loss ends the pause at once; the pause itself is on the loop's clock.
    private async Task Pause()
    {
        var seconds = _nodes.AnyAway ? Math.Min(ShortestBeat, _options.HeartbeatSeconds) : _options.HeartbeatSeconds;
        using (var pause = CancellationTokenSource.CreateLinkedTokenSource(Async.Token))
        {
            var delay = Delay(seconds, pause.Token);
            await Task.WhenAny(_lost.Task, _wake.Task, delay);
            await pause.CancelAsync();
            await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _wake = _wake.Task.IsCompleted ? NewSignal() : _wake;
        Async.Token.ThrowIfCancellationRequested();
    }

    private static async Task Delay(double seconds, CancellationToken cancellation) => await Async.Delay(seconds, cancellation, Clock.Real);

    private async Task Beat()
    {
        _nodes.MissFailed();
        var nodes = _nodes.Primaries();
        if (nodes.Count == 0)
        {
            throw new NetworkException($"Redis {_options} was lost: {(IsCluster ? "no node of the cluster" : "it no longer")} answers.");
        }

        var beats = nodes.ConvertAll(Beat);
        await Task.WhenAll(beats).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Async.Token.ThrowIfCancellationRequested();
        if (!IsCluster || beats.TrueForAll(beat => beat.IsFaulted))
        {
            await Task.WhenAll(beats);
            return;
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (beats[i].IsFaulted)
            {
                _ = beats[i].Exception;
                _nodes.Miss(nodes[i].EndPoint);
                _transport.Abort(nodes[i].EndPoint);
            }
        }

        // One node's view is enough; asked at each beat, it also tells the library which replica has been promoted.
        await View(nodes[beats.FindIndex(beat => beat.IsCompletedSuccessfully)]);
    }

    private async Task Beat(IServer node)
    {
        try
        {
            await Limit(node.PingAsync(), "a heartbeat", _options.HeartbeatTimeoutSeconds);
            if (!IsCluster && _hasSubscribed)
            {
                await Limit(Subscriber.PingAsync(), "a heartbeat of the subscriptions", _options.HeartbeatTimeoutSeconds);
            }
        }
        catch (RedisRefusedException)
        {
            // An answer, too.
        }
        catch (Exception e) when (e is not NetworkException && !Async.Token.IsCancellationRequested)
        {
            throw RedisErrors.Of(_options, "a heartbeat", e);
        }
    }

    private async Task View(IServer witness)
    {
        try
        {
            var view = witness.ClusterNodesAsync();
            await Limit(view, "CLUSTER NODES", _options.HeartbeatTimeoutSeconds);
            if (await view is { } cluster)
            {
                _nodes.Compare(cluster);
            }
        }
        catch (Exception e) when (!Async.Token.IsCancellationRequested)
        {
            // The next heartbeat asks the next node; should none answer, it is the connection that is lost.
            Async.Loop.Log.Write(LogVerbosity.Verbose, $"Redis {_options}: {RedisNodes.Name(witness.EndPoint)} does not tell the cluster's nodes: {e.Message}");
        }
    }

    private void Lose(string why) => _lost.TrySetResult(why);

    // On a library thread.
    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs e)
    {
        if (e is { EndPoint: not null, ConnectionType: ConnectionType.Subscription })
        {
            _nodes.SetSubscribable(e.EndPoint, true);
        }
    }

    // On a library thread.
    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs e)
    {
        if (e is { EndPoint: not null, ConnectionType: ConnectionType.Subscription })
        {
            _nodes.SetSubscribable(e.EndPoint, false);
        }

        if (IsCluster)
        {
            if (e.EndPoint is not null && !_library.GetServer(e.EndPoint).IsReplica)
            {
                _nodes.Failed(e.EndPoint);
            }

            _wake.TrySetResult();
        }
        else if (e.EndPoint is null || !_library.GetServer(e.EndPoint).IsReplica)
        {
            Lose(_transport.CutOff ?? $"{e.ConnectionType}: {e.FailureType}");
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
