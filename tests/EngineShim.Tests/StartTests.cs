using AsyncTick.Engine;

namespace AsyncTick.EngineShim.Tests;

/// <summary>A managed half that is broken, missing or of another version: one readable error, and an engine that runs.</summary>
public sealed class StartTests
{
    [TestCase("AsyncTick.Scripting.dll", "the managed half failed to start: Could not load file or assembly 'AsyncTick.Scripting")]
    [TestCase("AsyncTick.dll", "the managed half failed to start: Could not load file or assembly 'AsyncTick, ")]
    [TestCase("AsyncTick.Engine.dll", "AsyncTick.Engine.dll does not exist. Build the managed half: dotnet publish")]
    [TestCase("AsyncTick.Engine.runtimeconfig.json", "AsyncTick.Engine.runtimeconfig.json does not exist. Build the managed half: dotnet publish")]
    public void Start_WithAFileMissing_IsOneErrorThatNamesIt(string file, string error)
    {
        using ManagedCopy copy = new();
        File.Delete(copy.Path(file));
        AssertOneError(copy, error);
    }

    [Test]
    public void Start_WithDamagedAssembly_IsOneErrorThatNamesIt()
    {
        using ManagedCopy copy = new();
        File.WriteAllText(copy.Path("AsyncTick.Engine.dll"), "this is no assembly");
        AssertOneError(copy, "AsyncTick.Engine.dll could not be loaded (0x");
    }

    [Test]
    public void Start_WithADotNetThatIsNotInstalled_SaysWhichOneIsNeeded()
    {
        using ManagedCopy copy = new();
        var config = copy.Path("AsyncTick.Engine.runtimeconfig.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"version\": \"10.0.0\"", "\"version\": \"99.0.0\""));
        AssertOneError(copy, "Framework: 'Microsoft.NETCore.App', version '99.0.0'");
    }

    [Test]
    public void Start_WithUnreadableConfig_IsOneError()
    {
        using ManagedCopy copy = new();
        File.WriteAllText(copy.Path("AsyncTick.Engine.runtimeconfig.json"), "{ nonsense");
        AssertOneError(copy, ".NET could not be started (0x");
    }

    [Test]
    public void Start_WithoutRoslyn_RunsAndSaysSoWhenAScriptIsStarted()
    {
        using ManagedCopy copy = new();
        Directory.Delete(copy.Path("Roslyn"), recursive: true);
        var engine = Engine.PlayWith(["--managed", copy.Folder, "--game"], "exec AsyncTick.Run Timers.cs", "until The script compiler is not installed", "frames 3", "exec AsyncTick.List");

        Assert.That(engine.Count("The script compiler is not installed: "), Is.EqualTo(1), engine.ToString());
        Assert.That(engine.Lines, Does.Contain("console: 0 tasks, 0 scripts running."));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public unsafe void TryStart_TableOfAnotherVersion_IsRefusedInWords(int wrong)
    {
        // Tables of zeros with version and size in front, one of which is not this one's.
        var tables = stackalloc byte[3 * 512];
        new Span<byte>(tables, 3 * 512).Clear();
        Layout[] layouts = [Layout.Of("NativeApi"), Layout.Of("StartInfo"), Layout.Of("ManagedApi")];
        for (var i = 0; i < layouts.Length; i++)
        {
            ((uint*)(tables + (512 * i)))[0] = i == wrong ? 7u : 3u;
            ((uint*)(tables + (512 * i)))[1] = (uint)layouts[i].Size;
        }

        var problem = EngineHost.TryStart(tables, tables + 512, tables + 1024, null, out var host);

        Assert.That(host, Is.Null);
        Assert.That(problem, Does.Contain("has bridge version 7").And.Contain("the managed half expects 3").And.Contain("build both from the same sources"));
    }

    private static void AssertOneError(ManagedCopy copy, string error)
    {
        var engine = Engine.PlayWith(["--managed", copy.Folder], "frames 10", "exec AsyncTick.Run Timers.cs", "play", "frames 10", "stop");

        string[] errors = [.. engine.LogLines.Where(line => line.StartsWith("Error: ", StringComparison.Ordinal))];
        Assert.That(errors, Has.Length.EqualTo(1), engine.ToString());
        Assert.That(errors[0], Does.StartWith("Error: C# tasks are not available: "));
        Assert.That(engine.ToString(), Does.Contain(error));
        Assert.That(engine.Lines, Has.Some.StartWith("console: Error: AsyncTick.Run: .NET is not running. "), engine.ToString());
    }

    /// <summary>The installed managed half, to be damaged.</summary>
    private sealed class ManagedCopy : IDisposable
    {
        public ManagedCopy()
        {
            foreach (var file in Directory.EnumerateFiles(Repository.Managed, "*", SearchOption.AllDirectories))
            {
                var target = Path(System.IO.Path.GetRelativePath(Repository.Managed, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("asynctick-managed-").FullName;

        public string Path(string name) => System.IO.Path.Combine(Folder, name);

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
