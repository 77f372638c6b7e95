using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>The nodes behind a connection, and which of a cluster's are away; the log is told once of each. Game thread only, but for what says otherwise.</summary>
internal sealed class RedisNodes(RedisOptions options, ConnectionMultiplexer library)
{
    private const double ShortestWait = 0.005;
    private const double LongestWait = 2;
    private readonly HashSet<EndPoint> _away = [];
    private readonly ConcurrentQueue<EndPoint> _failed = new();
    private readonly ConcurrentDictionary<EndPoint, bool> _subscribable = new();

    /// <summary>Whether a node that owns keys does not answer.</summary>
    public bool AnyAway => _away.Count > 0;

    /// <summary>Every node that is known.</summary>
    public IReadOnlyCollection<EndPoint> All => library.GetEndPoints();

    public static string Name(EndPoint node) => node switch
    {
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => $"{node}",
    };

    public List<IServer> Primaries() => [.. library.GetServers().Where(server => server.IsConnected && !server.IsReplica)];

    /// <summary>A connection to the node broke. Any thread.</summary>
    public void Failed(EndPoint node) => _failed.Enqueue(node);

    /// <summary>The node's connection for subscriptions came up or broke. Any thread.</summary>
    public void SetSubscribable(EndPoint node, bool isUp)
    {
        if (isUp)
        {
            _subscribable[node] = true;
        }
        else
        {
            _subscribable.TryRemove(node, out _);
        }
    }

    /// <summary>
    /// Waits until the node of a channel can take subscriptions; not for a node that is away. The library connects for subscriptions when
    /// the first is asked for, and until the channel's node is connected it subscribes at each other node that is: every message would
    /// then come as often.
    /// </summary>
    public async Task WhenSubscribable(RedisChannel channel)
    {
        var view = Primaries().Select(node => node.ClusterConfiguration).FirstOrDefault(cluster => cluster is not null);
        if (view?.GetBySlot((byte[])channel!)?.EndPoint is not { } owner || !Primaries().Exists(node => node.EndPoint.Equals(owner)))
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        while (!_subscribable.ContainsKey(owner) && Stopwatch.GetElapsedTime(began).TotalSeconds < Math.Min(options.CommandSeconds, LongestWait))
        {
            // Asking is what makes the library connect.
            _ = library.GetSubscriber().IsConnected(channel);
            await Async.Delay(ShortestWait, Clock.Real);
        }
    }

    /// <summary>Counts those as away whose connections broke since the last time.</summary>
    public void MissFailed()
    {
        while (_failed.TryDequeue(out var failed))
        {
            Miss(failed);
        }
    }

    public void Miss(EndPoint node)
    {
        if (_away.Add(node))
        {
            Async.Loop.Log.Write(LogVerbosity.Warning, $"Redis {options}: node {Name(node)} does not answer. Commands for its keys fail until it is back or a replica is promoted.");
        }
    }

    /// <summary>Compares with what a node of the cluster says.</summary>
    public void Compare(ClusterConfiguration cluster)
    {
        var owners = cluster.Nodes.Where(node => !node.IsReplica && node.Slots.Count > 0 && node.EndPoint is not null).Select(node => node.EndPoint!).ToHashSet();
        foreach (var node in owners)
        {
            if (!Array.Exists(library.GetServers(), server => server.EndPoint.Equals(node) && server.IsConnected))
            {
                Miss(node);
            }
            else if (_away.Remove(node))
            {
                Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {options}: node {Name(node)} is back.");
            }
        }

        foreach (var node in _away.Where(node => !owners.Contains(node)).ToArray())
        {
            _away.Remove(node);
            Async.Loop.Log.Write(LogVerbosity.Log, $"Redis {options}: the keys of node {Name(node)} are at another node now.");
        }
    }
}
