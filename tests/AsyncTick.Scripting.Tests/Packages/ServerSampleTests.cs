using AsyncTick.Net.Tests;

namespace AsyncTick.Scripting.Tests;

/// <summary>The samples that talk to servers by packages, each against a real one: run, canceled in the middle, run again, replaced.</summary>
public sealed class ServerSampleTests : ScriptTestBase
{
    private PostgresServer _postgres = null!;
    private MosquittoServer _mosquitto = null!;

    [OneTimeSetUp]
    public void StartServers()
    {
        PackageSource.Require("Npgsql", "10.0.3");
        PackageSource.Require("Microsoft.Data.Sqlite", "11.0.0");
        PackageSource.Require("MQTTnet", "5.2.0.1603");
        _postgres = new PostgresServer();
        _mosquitto = new MosquittoServer();
    }

    [OneTimeTearDown]
    public void EndServers()
    {
        _mosquitto?.Dispose();
        _postgres?.Dispose();
    }

    [SetUp]
    public void EmptyTable() => _postgres.Ask("drop table if exists results");

    [TearDown]
    public void NothingFailed()
    {
        Assert.That(Test.Log.Errors, Is.Empty);

        // A canceled query: Npgsql asks the server to stop it, in the token's callback, and waits there for the answer. On a busy machine that is long.
        Assert.That(Test.Log.Warnings.Where(line => !line.Contains("blocks the game thread at Npgsql.Internal.", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Database_RunTwice_SavesBothRounds()
    {
        PumpLongToEnd(RunSample("Database.cs", "3", _postgres.ConnectionString));
        Assert.That(Lines, Is.EqualTo(new[] { "1 of 3", "2 of 3", "3 of 3", "saved 3 results; the best is Player3 with 30" }));
        PumpLongToEnd(RunSample("Database.cs", "5", _postgres.ConnectionString));
        Assert.That(Results, Is.EqualTo("8"));
    }

    [Test]
    public void Database_CanceledInTheMiddle_SavesNothingAndLeavesNoConnection()
    {
        var run = RunSample("Database.cs", "100000", _postgres.ConnectionString);
        PumpLong(() => Lines.Contains("5 of 100000"));
        run.Scope.Cancel();
        PumpLongToEnd(run);
        Assert.That(run.Outcome, Is.EqualTo(TaskState.Canceled));
        Assert.That(Results, Is.EqualTo("0"));
        ServerProcess.WaitFor(() => _postgres.Ask("select count(*) from pg_stat_activity where backend_type = 'client backend'") == "1", () => "connections are left");
        PumpLongToEnd(RunSample("Database.cs", "2", _postgres.ConnectionString));
        Assert.That(Results, Is.EqualTo("2"));
    }

    [Test]
    public void Database_ReplacedInTheMiddle_SavesTheLaterOnesRoundOnly()
    {
        var run = RunSample("Database.cs", "100000", _postgres.ConnectionString);
        PumpLong(() => Lines.Contains("5 of 100000"));
        var later = RunSample("Database.cs", "4", _postgres.ConnectionString);
        Assert.That((run.Ended.IsCompleted, run.Scope.CancelReason), Is.EqualTo((true, CancelReason.Replaced)));
        PumpLongToEnd(later);
        Assert.That(Results, Is.EqualTo("4"));
    }

    [Test]
    public void Sqlite_RunTwice_KeepsBothJournals()
    {
        using ScratchFolder folder = new();
        var file = folder.File("journal.db");
        PumpLongToEnd(RunSample("Sqlite.cs", file, "2"));
        PumpLongToEnd(RunSample("Sqlite.cs", file, "2"));
        Assert.That(Lines, Is.EqualTo(new[] { "page 1 of 2: 500 entries", "page 2 of 2: 1000 entries", "page 1 of 2: 1500 entries", "page 2 of 2: 2000 entries" }));
        Assert.That(Entries(file), Is.EqualTo(2000));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Sqlite_EndedInTheMiddle_KeepsWholePages(bool replaced)
    {
        using ScratchFolder folder = new();
        var file = folder.File("journal.db");
        var run = RunSample("Sqlite.cs", file, "100000");
        PumpLong(() => Lines.Any(line => line.StartsWith("page 3 ", StringComparison.Ordinal)));
        if (replaced)
        {
            PumpLongToEnd(RunSample("Sqlite.cs", file, "1"));
        }
        else
        {
            run.Scope.Cancel();
            PumpLongToEnd(run);
        }

        Assert.That((run.Outcome, run.Scope.CancelReason), Is.EqualTo((TaskState.Canceled, replaced ? CancelReason.Replaced : CancelReason.User)));
        Assert.That(Entries(file), Is.AtLeast(1500).And.Matches<int>(count => count % 500 == 0));
    }

    [Test]
    public void Mqtt_CanceledAndRunAgain_DisconnectsAndHearsAgain()
    {
        foreach (var text in new[] { "one", "two" })
        {
            var run = RunSample("Mqtt.cs", "game/commands", "127.0.0.1", $"{_mosquitto.Port}");
            PumpLong(() => Lines.Contains("subscribed to game/commands"));
            _mosquitto.Publish("game/commands", text);
            PumpLong(() => Lines.Contains($"game/commands: {text}"));
            run.Scope.Cancel();
            PumpLongToEnd(run);
            Assert.That(Lines[^1], Is.EqualTo("disconnected"));
            Test.Log.Clear();
        }

        _mosquitto.WaitForOutput($"Client game-{Environment.ProcessId} disconnected.");
    }

    [Test]
    public void Mqtt_Replaced_TheLaterOneHears()
    {
        var first = RunSample("Mqtt.cs", "game/first", "127.0.0.1", $"{_mosquitto.Port}");
        PumpLong(() => Lines.Contains("subscribed to game/first"));
        var second = RunSample("Mqtt.cs", "game/second", "127.0.0.1", $"{_mosquitto.Port}");
        PumpLong(() => Lines.Contains("subscribed to game/second"));
        Assert.That((first.Ended.IsCompleted, first.Scope.CancelReason), Is.EqualTo((true, CancelReason.Replaced)));
        _mosquitto.Publish("game/second", "hello");
        PumpLong(() => Lines.Contains("game/second: hello"));
        second.Scope.Cancel();
        PumpLongToEnd(second);
    }

    private string Results => _postgres.Ask("select count(*) from results");

    // With another library than the sample's.
    private static int Entries(string file) =>
        int.Parse(ServerProcess.Run("python3", "-c", "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('select count(*) from journal').fetchone()[0])", file), System.Globalization.CultureInfo.InvariantCulture);

    private ScriptRun RunSample(string name, params string[] arguments)
    {
        var starting = Host.Run(TestPaths.Script(name), arguments);
        PumpLong(() => starting.IsCompleted);
        var start = Await(starting);
        Assert.That(start.Script.Diagnostics, Is.Empty);
        return start.Run!;
    }

    private void PumpLongToEnd(ScriptRun run) => PumpLong(() => run.Ended.IsCompleted);
}
