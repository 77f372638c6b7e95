using System.Runtime.Loader;
using AsyncTick.Net.Tests;

namespace AsyncTick.Scripting.Tests;

/// <summary>What a further run of a script with packages costs the game thread, and memory.</summary>
public sealed class RerunTests : ScriptTestBase
{
    private const int Reruns = 10;
    private const double Budget = 0.004;
    private const double Allowed = Budget + 0.002;
    private const double MiB = 1024 * 1024;

    private ScratchFolder _folder = null!;
    private double _longestFrame;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Database_RunAgain_HoldsNoFrameAndCostsNoMemory()
    {
        using PostgresServer server = new();
        AssertCheap("Database.cs", "Npgsql", null, "60", server.ConnectionString);
    }

    [Test]
    public void Sqlite_RunAgain_HoldsNoFrameAndCostsNoMemory() => AssertCheap("Sqlite.cs", "Microsoft.Data.Sqlite", null, _folder.File("journal.db"), "3");

    [Test]
    public void Mqtt_RunAgain_HoldsNoFrameAndCostsNoMemory()
    {
        using MosquittoServer server = new();
        AssertCheap("Mqtt.cs", "MQTTnet", "subscribed to", "game/commands", "127.0.0.1", $"{server.Port}");
    }

    [Test]
    public void Yaml_RunAgain_HoldsNoFrameAndCostsNoMemory()
    {
        var path = _folder.File("Yaml.cs");
        File.WriteAllText(path, """
            #:package YamlDotNet@16.3.0
            var text = new YamlDotNet.Serialization.SerializerBuilder().Build().Serialize(new { Frames = 3 });
            Log($"{new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, int>>(text)["Frames"]} frames");
            """);
        AssertCheap(path, "YamlDotNet", null);
    }

    [Test]
    public void AsyncEx_RunAgain_HoldsNoFrameAndCostsNoMemory() => AssertCheap("AsyncEx.cs", "Nito.AsyncEx.Coordination", null);

    private void AssertCheap(string sample, string package, string? cancelAt, params string[] arguments)
    {
        RunOnce(sample, cancelAt, arguments);
        var first = _longestFrame;
        RunOnce(sample, cancelAt, arguments);
        Collect();
        var before = Environment.WorkingSet;
        List<ScriptRun> runs = [];
        List<double> frames = [];
        for (var i = 0; i < Reruns; i++)
        {
            runs.Add(RunOnce(sample, cancelAt, arguments));
            frames.Add(_longestFrame);
        }

        Collect();
        var grown = (Environment.WorkingSet - before) / MiB;
        var copies = AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == package);
        TestContext.Out.WriteLine($"{Path.GetFileName(sample)}: {first * 1000:0.0} ms in the longest frame of the first run; of further ones {string.Join(' ', frames.Select(frame => $"{frame * 1000:0.0}"))}; "
            + $"{grown:0.0} MiB for {Reruns} of them");
        using (Assert.EnterMultipleScope())
        {
            // One of them may have a collection of garbage in it.
            Assert.That(frames.Order().ElementAt(Reruns - 2), Is.LessThan(Allowed), "seconds of the game thread's own time in the longest frame of a further run");
            Assert.That(copies, Is.EqualTo(1), "copies of the package");
            // The last one's may still be on the stack of a thread that the library has.
            Assert.That(runs.SkipLast(1).Count(run => !run.Unloaded.IsCompleted), Is.Zero, "runs whose own code is still in memory");
            Assert.That(Host.AwaitingUnload, Is.EqualTo(runs.Count(run => !run.Unloaded.IsCompleted)));
            Assert.That(grown, Is.LessThan(15), "MiB; a script without packages grows by one or two while the compiler is young");
        }
    }

    private static void Collect()
    {
        for (var round = 0; round < 10; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private ScriptRun RunOnce(string sample, string? cancelAt, string[] arguments)
    {
        _longestFrame = 0;
        var starting = Host.Run(Path.IsPathRooted(sample) ? sample : TestPaths.Script(sample), arguments);
        PumpMeasured(() => starting.IsCompleted);
        var run = Await(starting).Run!;
        if (cancelAt is not null)
        {
            PumpMeasured(() => Lines.Any(line => line.StartsWith(cancelAt, StringComparison.Ordinal)));
            run.Scope.Cancel();
        }

        PumpMeasured(() => run.Ended.IsCompleted);
        Test.Step(2);
        Assert.That(Test.Log.Errors, Is.Empty);
        Test.Log.Clear();
        return run;
    }

    private void PumpMeasured(Func<bool> condition) => PumpLong(() =>
    {
        var began = ThreadTime.Seconds;
        Test.Step();
        _longestFrame = Math.Max(_longestFrame, ThreadTime.Seconds - began);
        return condition();
    });
}
