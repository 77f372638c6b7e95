namespace AsyncTick.Net.Tests;

/// <summary>A real Redis Cluster of real servers on loopback: primaries that share the slots, and replicas of the first of them.</summary>
public sealed class RedisCluster : IDisposable
{
    private const int Slots = 16384;
    private readonly int _primaries;
    private readonly List<int> _busPorts = [];

    public RedisCluster(int primaries = 3, int replicas = 0, int respVersion = 3)
    {
        _primaries = primaries;
        for (var i = 0; i < primaries + replicas; i++)
        {
            // The bus listens on a port of its own, which must be free as well.
            var bus = LoopbackPort.Free();
            Nodes.Add(new RedisServer("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-port", $"{bus}",
                "--cluster-node-timeout", "1000", "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0", "--appendonly", "yes")
            {
                RespVersion = respVersion,
            });
            _busPorts.Add(bus);
        }

        for (var i = 0; i < primaries; i++)
        {
            Nodes[i].Cli("CLUSTER", "ADDSLOTSRANGE", $"{i * Slots / primaries}", $"{((i + 1) * Slots / primaries) - 1}");
            Nodes[i].Cli("CONFIG", "SET", "cluster-require-full-coverage", "no");
        }

        foreach (var node in Nodes)
        {
            node.Cli("CLUSTER", "SET-CONFIG-EPOCH", $"{Nodes.IndexOf(node) + 1}");
        }

        for (var i = 1; i < Nodes.Count; i++)
        {
            Nodes[0].Cli("CLUSTER", "MEET", "127.0.0.1", $"{Nodes[i].Port}", $"{_busPorts[i]}");
        }

        ServerProcess.WaitFor(() => Nodes.TrueForAll(node => Lines(node).Length == Nodes.Count), () => Nodes[0].Cli("CLUSTER", "NODES"));
        for (var i = primaries; i < Nodes.Count; i++)
        {
            Nodes[i].Cli("CLUSTER", "REPLICATE", Nodes[0].Cli("CLUSTER", "MYID").Trim());
        }

        ServerProcess.WaitFor(
            () => Nodes.TrueForAll(node => node.Cli("CLUSTER", "INFO").Contains("cluster_state:ok", StringComparison.Ordinal))
                && Nodes.TrueForAll(node => Lines(node).Count(line => line.Contains("slave", StringComparison.Ordinal)) == replicas)
                && Nodes.Skip(primaries).All(node => node.Cli("INFO", "replication").Contains("master_link_status:up", StringComparison.Ordinal)),
            () => string.Join('\n', Nodes.Select(node => node.Cli("CLUSTER", "NODES"))));
    }

    /// <summary>The primaries, then the replicas of the first one.</summary>
    public List<RedisServer> Nodes { get; } = [];

    /// <summary>Of clients that begin with one node and are told nothing of the others.</summary>
    public RedisOptions Options => Nodes[^1].Options;

    /// <summary>A name whose slot belonged to a primary at the start.</summary>
    public string KeyOf(int primary, string name = "key")
    {
        for (var i = 0; true; i++)
        {
            var key = $"{i}-{name}";
            var slot = int.Parse(Nodes[0].Cli("CLUSTER", "KEYSLOT", key));
            if (slot >= primary * Slots / _primaries && slot < (primary + 1) * Slots / _primaries)
            {
                return key;
            }
        }
    }

    public void Dispose()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }
    }

    private static string[] Lines(RedisServer node) => node.Cli("CLUSTER", "NODES").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
