using System.Runtime.CompilerServices;
using AsyncTick.Net.Tests;

namespace AsyncTick.Scripting.Tests;

/// <summary>Packages are loaded beside the scripts and stay from one run to the next.</summary>
public sealed class SharedPackageTests : ScriptTestBase
{
    private const string Count = """
        #:package YamlDotNet@16.3.0
        using YamlDotNet.Serialization;
        AppDomain.CurrentDomain.SetData("AsyncTick.Tests.Seen", System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(typeof(SerializerBuilder).Assembly));
        """;

    private const string UsesNpgsql = """
        #:package Npgsql@10.0.3
        await using Npgsql.NpgsqlDataSource source = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1");
        Log(source.ConnectionString);
        """;

    private const string UsesSqlite = """
        #:package Microsoft.Data.Sqlite@11.0.0
        using Microsoft.Data.Sqlite.SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        await NextFrame();
        """;

    private ScratchFolder _folder = null!;
    private int[] _others = [];

    [SetUp]
    public void MakeFolder()
    {
        PackageSource.Require("YamlDotNet", "16.3.0");
        PackageSource.Require("Npgsql", "10.0.3");
        _folder = new ScratchFolder();
        _others = [.. AppDomain.CurrentDomain.GetAssemblies().Select(RuntimeHelpers.GetHashCode)];
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Package_RunAgainByAnotherScript_IsTheSameCopyThoughTheFirstHasLeftMemory()
    {
        using var compiler = NewCompiler(keepSeconds: 600);
        using ScriptHost host = new(Test.Loop, compiler);
        var first = RunToEnd(host, "One.cs", Count);
        var seen = AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen");
        Assert.That(first.TryCollect(), Is.True);
        RunToEnd(host, "Two.cs", Count);
        Assert.That(AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen"), Is.EqualTo(seen));
    }

    [Test]
    public void Package_KeptForEver_IsTheSameCopy()
    {
        using var compiler = NewCompiler(keepSeconds: double.PositiveInfinity);
        using ScriptHost host = new(Test.Loop, compiler);
        RunToEnd(host, "One.cs", Count);
        var seen = AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen");
        RunToEnd(host, "Two.cs", Count);
        Assert.That(AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen"), Is.EqualTo(seen));
    }

    [Test]
    public void Package_NotUsedForItsTime_LeavesMemoryAndComesAgain()
    {
        using var compiler = NewCompiler(keepSeconds: 0.2);
        using ScriptHost host = new(Test.Loop, compiler);
        for (var time = 0; time < 2; time++)
        {
            Assert.That(RunToEnd(host, "One.cs", Count).TryCollect(), Is.True);
            WaitUntilGone("YamlDotNet");
        }
    }

    [Test]
    public void Package_OfACompilerThatIsDisposed_LeavesMemory()
    {
        using (var compiler = NewCompiler(keepSeconds: 600))
        {
            using ScriptHost host = new(Test.Loop, compiler);
            Assert.That(RunToEnd(host, "One.cs", Count).TryCollect(), Is.True);
            Assert.That(Copies("YamlDotNet"), Is.EqualTo(1));
        }

        WaitUntilGone("YamlDotNet");
    }

    [TestCase("Npgsql", UsesNpgsql, "the Meter 'Npgsql', which was not disposed")]
    [TestCase("Microsoft.Data.Sqlite", UsesSqlite, "a System.Threading.Timer that was not disposed")]
    public void Package_ThatCannotLeaveMemory_IsLoadedOnceMoreAndStays(string package, string script, string holder)
    {
        PackageSource.Require("Microsoft.Data.Sqlite", "11.0.0");
        List<string> said = [];
        using ScriptCompiler compiler = new(new ScriptCompilerOptions { Packages = new PackageOptions { KeepSeconds = 0, Announce = said.Add } });
        using ScriptHost host = new(Test.Loop, compiler);
        List<int> copies = [];
        for (var run = 0; run < 5; run++)
        {
            Assert.That(RunToEnd(host, "Pin.cs", script).TryCollect(), Is.True, "the script's own code");
            copies.Add(Copies(package));
        }

        Assert.That(copies, Is.EqualTo(new[] { 1, 2, 2, 2, 2 }));
        Assert.That(said.Where(line => !line.Contains("resolving", StringComparison.Ordinal)), Has.One.StartsWith("Packages that could not leave memory stay from now on, loaded once more: ")
            .And.One.Contains(package).And.One.Contains($"They are held by {holder}"));
    }

    [Test]
    public void Exception_OnAThreadThatOnlyAPackageIsOn_NamesAndCancelsTheScriptsThatUseIt()
    {
        using var compiler = NewCompiler(keepSeconds: 0);
        using ScriptHost host = new(Test.Loop, compiler);
        var other = Begin(host, "Other.cs", "await Delay(1000);");
        var run = Begin(host, "Breaks.cs", """
            #:package YamlDotNet@16.3.0
            YamlDotNet.Core.Parser parser = new(new StringReader("[")) ;
            Func<bool> move = parser.MoveNext;
            move();
            move();
            move();
            try { await Task.Run(move); } catch (Exception error) { AppDomain.CurrentDomain.SetData("AsyncTick.Tests.Seen", error); }
            await Delay(1000);
            """);
        PumpFrozen(() => AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen") is Exception);
        Assert.That(new ForeignThreadFaults(host).Handle(new AggregateException(TakeSeen())), Is.True);
        PumpToEnd(run);
        Assert.That(Test.Log.Errors.Single(), Does.StartWith("Breaks.cs left an exception on a thread that is not the loop's and is canceled"));
        Assert.That(other.Ended.IsCompleted, Is.False);
    }

    private static Exception TakeSeen()
    {
        // Without the stack of a catch, which an exception that is not caught has not.
        var error = (Exception)AppDomain.CurrentDomain.GetData("AsyncTick.Tests.Seen")!;
        AppDomain.CurrentDomain.SetData("AsyncTick.Tests.Seen", null);
        return error;
    }

    // Those that came since the test began.
    private int Copies(string package) =>
        AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == package && !_others.Contains(RuntimeHelpers.GetHashCode(assembly)));

    private void WaitUntilGone(string package)
    {
        ServerProcess.WaitFor(
            () =>
            {
                Collect();
                return Copies(package) == 0;
            },
            () => $"{Copies(package)} copies of {package}");

        // The code is not listed any more; the context goes a collection later.
        Collect();
        Collect();
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static ScriptCompiler NewCompiler(double keepSeconds) => new(new ScriptCompilerOptions { Packages = new PackageOptions { KeepSeconds = keepSeconds } });

    private ScriptRun RunToEnd(ScriptHost host, string name, string text)
    {
        var run = Begin(host, name, text);
        PumpToEnd(run);
        Test.Step(2);
        Assert.That(Test.Log.Errors, Is.Empty);
        return run;
    }

    private ScriptRun Begin(ScriptHost host, string name, string text)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, text);
        var starting = host.Run(path);
        PumpLong(() => starting.IsCompleted);
        var start = Await(starting);
        Assert.That(start.Script.Diagnostics, Is.Empty);
        PumpFrozen(() => start.Run!.HasBegun);
        return start.Run!;
    }
}
