using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Many engine instances that share the streams of a cluster: each entry is handled, whatever dies.</summary>
public sealed class DistributedTests
{
    private readonly List<ServerProcess> _hosts = [];
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void EndHosts()
    {
        _hosts.ForEach(host => host.Dispose());
        _hosts.Clear();
        _folder.Dispose();
    }

    [Test]
    public void Entries_OneHostKilledAndOneNodeFailedOver_AreEachHandled() => Measure(hosts: 2, entries: 3000);

    [Test]
    [Explicit("takes a minute; its figures are in Docs/Distributed.md")]
    public void Entries_HundredThousandOnEightHosts_AreEachHandled() => Measure(hosts: 8, entries: 100_000);

    private void Measure(int hosts, int entries)
    {
        using RedisCluster cluster = new(primaries: 3, replicas: 1);
        string[] streams = [.. Enumerable.Range(0, 3).Select(node => cluster.KeyOf(node, "jobs"))];
        for (var host = 0; host < hosts; host++)
        {
            _hosts.Add(ServerProcess.Start("dotnet", [
                Value("HeadlessProgram"), Path.Combine(Value("ScriptFolder"), "Distributed.cs"), "--",
                string.Join(',', streams), $"host{host}", cluster.Options.ToString(), Journal(host)]));
        }

        // On a busy machine the first could do everything before the second has begun.
        ServerProcess.WaitFor(() => _hosts.TrueForAll(host => host.Output.Contains(" works on ", StringComparison.Ordinal)), () => string.Join("\n\n", _hosts.Select(host => host.Output)));
        var began = Stopwatch.GetTimestamp();
        for (var node = 0; node < streams.Length; node++)
        {
            StringBuilder commands = new();
            for (var n = node; n < entries; n += streams.Length)
            {
                commands.Append(CultureInfo.InvariantCulture, $"XADD {streams[node]} * n {n}\r\n");
            }

            cluster.Nodes[node].Pipe(commands.ToString());
        }

        // What the replica does not have would be lost with the primary.
        var written = Offset(cluster.Nodes[0], "master_repl_offset");
        ServerProcess.WaitFor(() => Offset(cluster.Nodes[3], "slave_repl_offset") >= written, () => $"the replica does not have {written}");
        WaitFor(hosts, done => done.All(lines => lines.Length > 0) && CountOf(done) >= entries * 3 / 10);
        _hosts[0].Kill();
        var killed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        WaitFor(hosts, done => CountOf(done) >= entries / 2);
        cluster.Nodes[0].Kill();
        var failed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        WaitFor(hosts, done => CountOf(done) == entries);
        var ended = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // What was done and not yet acknowledged when a host or a node died is handed out once more.
        ServerProcess.WaitFor(
            () => Enumerable.Range(0, 3).All(node => Pending(cluster, node, streams[node]) == 0),
            () => string.Join(' ', Enumerable.Range(0, 3).Select(node => Pending(cluster, node, streams[node]))));
        var done = Done(hosts);
        var each = done.SelectMany(lines => lines).GroupBy(n => n).ToArray();
        TestContext.Out.WriteLine(
            $"{entries} entries, {hosts} hosts: one killed after {killed:0.0} s, a node after {failed:0.0} s, all done after {ended:0.0} s; "
            + $"{each.Count(n => n.Count() == 2)} were done twice, {each.Count(n => n.Count() > 2)} more often; the hosts did {string.Join(", ", done.Select(lines => lines.Length))}");
        Assert.That(each.Select(n => n.Key).Order(), Is.EqualTo(Enumerable.Range(0, entries)), "each at least once");
        Assert.That(cluster.Nodes[3].Cli("ROLE"), Does.StartWith("master"));
    }

    private static long Offset(RedisServer node, string name) =>
        long.Parse(node.Cli("INFO", "replication").Split('\n').Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);

    // The first one's replica takes its place, and until it has, it answers with an error.
    private static int? Pending(RedisCluster cluster, int node, string stream) =>
        int.TryParse(cluster.Nodes[node == 0 ? 3 : node].Cli("XPENDING", stream, "instances").Split('\n')[0], CultureInfo.InvariantCulture, out var count) ? count : null;

    private static int CountOf(int[][] done) => done.SelectMany(lines => lines).Distinct().Count();

    private void WaitFor(int hosts, Func<int[][], bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        int[][] done;
        while (!condition(done = Done(hosts)))
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > 180 || _hosts.Skip(1).Any(host => host.HasExited))
            {
                Assert.Fail($"Within 180 s, or until a host ended, the hosts did {string.Join(", ", done.Select(lines => lines.Length))}.\n{string.Join("\n\n", _hosts.Select(host => host.Output))}");
            }

            Thread.Sleep(50);
        }
    }

    // A line that a host is about to write has no end yet.
    private int[][] Done(int hosts) => [.. Enumerable.Range(0, hosts).Select(host => !File.Exists(Journal(host)) ? [] : Whole(Journal(host)))];

    private static int[] Whole(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }

    private string Journal(int host) => _folder.File($"host{host}.txt");

    private static string Value(string key) => Path.GetFullPath(
        typeof(DistributedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
