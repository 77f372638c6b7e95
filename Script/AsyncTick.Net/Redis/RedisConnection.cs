using System.Collections.Concurrent;
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
    private readonly HashSet<EndPoint> _away = [];
    private readonly ConcurrentQueue<EndPoint> _failed = new();
    private bool _hasSubscribed;
    private TaskCompletionSource _wake = NewSignal();

    private RedisConnection(RedisOptions options, RedisTransport transport, ConnectionMultiplexer library)
    {
        _options = options;
        _transport = transport;
        _library = library;
        IsCluster = Array.Exists(library.GetServers(), server => server.ServerType == ServerType.Cluster);
        library.ConnectionFailed += OnConnectionFailed;
    }

    /// <summary>Whether the keys are spread over several nodes.</summary>
    public bool IsCluster { get; }

    /// <summary>Every node that is known: what to begin with when this connection is lost.</summary>
    public IReadOnlyCollection<EndPoint> Nodes => _library.GetEndPoints();

    public IDatabase Database => _library.GetDatabase();

    public ISubscriber Subscriber => _library.GetSubscriber();

    /// <exception cref="NetworkException">Not reachable, refused, or no primary.</exception>
    public static async Task<RedisConnection> Open(RedisOptions options, IReadOnlyCollection<EndPoint> seeds)
    {
        var transport = new RedisTransport(options, seeds.Count);
        var configuration = RedisConfiguration.For(options, seeds, transport);

        // On the pool: the library does much before its first await.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(configuration));
        try
        {
            await Task.WhenAny(connecting, transport.Unreachable).WaitAsync(TimeSpan.FromSeconds(options.ConnectSeconds), Async.Token);
        }
        catch (TimeoutException)
        {
            // Decided below: it may have come while the game thread was busy.
        }
        catch (OperationCanceledException)
        {
            _ = CloseLate(connecting);
            throw;
        }

        if (!connecting.IsCompleted)
        {
            _ = CloseLate(connecting);
            throw transport.Unreachable.IsCompletedSuccessfully ? await transport.Unreachable
                : new NetworkException($"Redis {options} did not answer within {options.ConnectSeconds:0.###} s.");
        }

        ConnectionMultiplexer library;
        try
        {
            library = await connecting;
        }
        catch (Exception e)
        {
            throw transport.Unreachable.IsCompletedSuccessfully ? await transport.Unreachable : RedisErrors.OfConnecting(options, e);
        }

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

        if (connection.Primaries().Count == 0)
        {
            await connection.Close();
            throw new NetworkException($"Redis {options} answers, but there is no primary among {string.Join(", ", library.GetEndPoints().Select(Name))}: a replica is not promoted yet.");
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
    public async Task Limit(Task command, string name, double seconds)
    {
        try
        {
            await command.WaitAsync(TimeSpan.FromSeconds(seconds), Async.Token);
            return;
        }
        catch (OperationCanceledException) when (Async.Token.IsCancellationRequested)
        {
            Forget(command);
            throw;
        }
        catch (TimeoutException e) when (!command.IsCompleted)
        {
            Forget(command);
            throw new NetworkException($"Redis {_options} did not answer {name} within {seconds:0.###} s.", e);
        }
        catch (TimeoutException) when (command.IsCompletedSuccessfully)
        {
            // The answer came while the game thread was busy: it counts.
            return;
        }
        catch (Exception e) when (!command.IsCompleted || !command.IsFaulted)
        {
            throw RedisErrors.Of(_options, name, e);
        }
        catch (Exception)
        {
            throw RedisErrors.Of(_options, name, command.Exception!.InnerException!);
        }
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
        _transport.Close();
        var closing = CloseOnPool(_library);
        await closing.WaitAsync(CloseLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Forget(closing);
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

    private List<IServer> Primaries() => [.. _library.GetServers().Where(server => server.IsConnected && !server.IsReplica)];

    // A loss ends the pause at once; the pause itself is on the loop's clock.
    private async Task Pause()
    {
        var seconds = _away.Count == 0 ? _options.HeartbeatSeconds : Math.Min(ShortestBeat, _options.HeartbeatSeconds);
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
        while (_failed.TryDequeue(out var failed))
        {
            Miss(failed);
        }

        var nodes = Primaries();
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
                Miss(nodes[i].EndPoint);
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
                Compare(cluster);
            }
        }
        catch (Exception e) when (!Async.Token.IsCancellationRequested)
        {
            // The next heartbeat asks the next node; should none answer, it is the connection that is lost.
            Async.Loop.Log.Write(LogVerbosity.Verbose, $"Redis {_options}: {Name(witness.EndPoint)} does not tell the cluster's nodes: {e.Message}");
        }
    }

    private void Compare(ClusterConfiguration cluster)
    {
        var owners = cluster.Nodes.Where(node => !node.IsReplica && node.Slots.Count > 0 && node.EndPoint is not null).Select(node => node.EndPoint!).ToHashSet();
        foreach (var node in owners)
        {
            if (!Array.Exists(_library.GetServers(), server => server.EndPoint.Equals(node) && server.IsConnected))
            {
                Miss(node);
            }
            else if (_away.Remove(node))
            {
                Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {_options}: node {Name(node)} is back.");
            }
        }

        foreach (var node in _away.Where(node => !owners.Contains(node)).ToArray())
        {
            _away.Remove(node);
            Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {_options}: the keys of node {Name(node)} are at another node now.");
        }
    }

    private void Miss(EndPoint node)
    {
        if (_away.Add(node))
        {
            Async.Loop.Log.Write(LogVerbosity.Warning, $"Redis {_options}: node {Name(node)} does not answer. Commands for its keys fail until it is back or a replica is promoted.");
        }
    }

    private static string Name(EndPoint node) => node switch
    {
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => $"{node}",
    };

    private void Lose(string why) => _lost.TrySetResult(why);

    // On a library thread.
    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs e)
    {
        if (IsCluster)
        {
            if (e.EndPoint is not null && !_library.GetServer(e.EndPoint).IsReplica)
            {
                _failed.Enqueue(e.EndPoint);
            }

            _wake.TrySetResult();
        }
        else if (e.EndPoint is null || !_library.GetServer(e.EndPoint).IsReplica)
        {
            Lose($"{e.ConnectionType}: {e.FailureType}");
        }
    }

    private static async Task CloseLate(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            await CloseOnPool(await connecting.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It did not come, or it is closed.
        }
    }

    // The library's Close does its work in the caller, and against a server that hangs CloseAsync takes its whole timeout.
    private static Task CloseOnPool(ConnectionMultiplexer library) => Task.Run(() => library.Close(allowCommandsToComplete: false));

    private static void Forget(Task command) =>
        _ = command.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
