using System.Collections.Concurrent;
using System.Diagnostics;

namespace AsyncTick.Scripting.Tests;

/// <summary><c>#:package</c> and <c>#:project</c>, with real restores into a cache of the test's own.</summary>
public sealed class PackageTests : ScriptTestBase
{
    private const string Yaml = "#:package YamlDotNet@16.3.0\nvar text = new YamlDotNet.Serialization.SerializerBuilder().Build().Serialize(new { Frames = 3 });\nLog(text.Trim());";

    private string _folder = "";
    private ScriptCompiler _compiler = null!;
    private ScriptHost _host = null!;

    private string Cache => Path.Combine(_folder, "cache");

    private string[] Entries => [.. Directory.EnumerateDirectories(Cache).Where(entry => !entry.Contains(".new", StringComparison.Ordinal))];

    [SetUp]
    public void MakeCompiler()
    {
        _folder = TestPaths.NewFolder();
        _compiler = NewCompiler();
        _host = new ScriptHost(Test.Loop, _compiler);
    }

    [TearDown]
    public void RemoveFolder()
    {
        _host.Dispose();
        _compiler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Package_Restored_RunsIsCachedAndLeavesMemory()
    {
        RequirePackage();
        var run = RunFile("Yaml.cs", Yaml);
        PumpToEnd(run);
        Assert.That(Lines, Is.EqualTo(new[] { "Frames: 3" }));
        Assert.That(Entries, Has.Length.EqualTo(1));
        var made = Directory.GetCreationTimeUtc(Entries[0]);

        // Another compiler, as another process has one; it has no .NET to restore with.
        using var other = NewCompiler(new PackageOptions { CacheFolder = Cache, DotNetRoot = _folder, KeepSeconds = 0 });
        using ScriptHost second = new(Test.Loop, other);
        var again = Await(second.Run(Write("Yaml2.cs", Yaml))).Run!;
        PumpToEnd(again);
        Assert.That(Lines, Is.EqualTo(new[] { "Frames: 3", "Frames: 3" }));
        Assert.That(Directory.GetCreationTimeUtc(Entries.Single()), Is.EqualTo(made));

        Test.Step(2);
        Assert.That((run.TryCollect(), again.TryCollect()), Is.EqualTo((true, true)));
        Assert.That(AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == "YamlDotNet"), Is.Zero);
    }

    [TestCase("project.assets.json", "{ \"half")]
    [TestCase("project.assets.json", "")]
    [TestCase("project.assets.json", null)]
    public void CacheEntry_Broken_IsMadeAnew(string file, string? content)
    {
        RequirePackage();
        PumpToEnd(RunFile("Yaml.cs", Yaml));
        var path = Directory.EnumerateFiles(Cache, file, SearchOption.AllDirectories).Single();
        if (content is null)
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
        else
        {
            File.WriteAllText(path, content);
        }

        // What a process that was ended has left, too.
        Directory.CreateDirectory($"{Entries[0]}.new1");
        PumpToEnd(RunFile("Yaml.cs", Yaml));
        Assert.That(Lines, Is.EqualTo(new[] { "Frames: 3", "Frames: 3" }));
        Assert.That(Directory.EnumerateDirectories(Cache).Count(), Is.EqualTo(1));
    }

    [Test]
    public void SameSet_AskedByTwoAtOnce_IsRestoredOnceAndServesBoth()
    {
        RequirePackage();
        ConcurrentQueue<string> announced = new();
        PackageOptions options = new() { CacheFolder = Cache, Announce = announced.Enqueue };
        using var oneCompiler = NewCompiler(options);
        using var otherCompiler = NewCompiler(options);
        using ScriptHost first = new(Test.Loop, oneCompiler);
        using ScriptHost second = new(Test.Loop, otherCompiler);
        var one = first.Run(Write("One.cs", Yaml));
        var two = second.Run(Write("Two.cs", Yaml));
        PumpLong(() => one.IsCompleted && two.IsCompleted);
        PumpToEnd(Await(one).Run!);
        PumpToEnd(Await(two).Run!);
        Assert.That(announced.Single(), Does.EndWith(".cs: resolving YamlDotNet with dotnet restore. Later runs do without."));
        Assert.That(Lines, Is.EqualTo(new[] { "Frames: 3", "Frames: 3" }));
        Assert.That(Entries, Has.Length.EqualTo(1));
    }

    [Test]
    public void Package_Absent_IsNuGetsReasonAtItsLine()
    {
        var said = Diagnose("// A comment.\n  #:package AsyncTick.NoSuchPackage@1.0.0\nLog(1);");
        Assert.That(said, Has.Length.EqualTo(1));
        Assert.That(said[0], Does.StartWith("Bad.cs(2,3): error NU1101: '#:package AsyncTick.NoSuchPackage@1.0.0': Unable to find package AsyncTick.NoSuchPackage."));
        Assert.That(Directory.EnumerateDirectories(Cache), Is.Empty);
    }

    [Test]
    public void Package_VersionAbsent_IsNuGetsReasonAtItsLine()
    {
        RequirePackage();
        var said = Diagnose("#:property NuGetAudit=false\n#:package YamlDotNet@9999.0.0\nLog(1);");
        Assert.That(said, Has.Length.EqualTo(1));
        Assert.That(said[0], Does.StartWith("Bad.cs(2,1): error NU1102: '#:package YamlDotNet@9999.0.0': Unable to find package YamlDotNet with version (>= 9999.0.0)"));
    }

    [Test]
    public void Lock_ThatCannotBeOpened_IsAnErrorAndNoWaitForEver()
    {
        // A machine without an SDK still takes the lock: its file tells the entry's name.
        using var poor = NewCompiler(new PackageOptions { CacheFolder = Cache, DotNetRoot = _folder });
        var path = Write("Locked.cs", Yaml);
        CompileWith(poor, path);
        var held = Directory.EnumerateFiles(Cache, "*.lock").Single();
        File.Delete(held);

        // A program that runs cannot be opened for writing by anybody, root included; nor can what lies on a read-only file system.
        File.CreateSymbolicLink(held, Process.GetCurrentProcess().MainModule!.FileName);
        var said = CompileWith(poor, path).Diagnostics.Single();
        Assert.That(said.ToString(), Does.StartWith("Locked.cs(1,1): error AT0103: '#:package YamlDotNet@16.3.0': it could not be restored: ").And.Contain(held));
    }

    [Test]
    public void Sdk_Absent_SaysWhatToInstall()
    {
        using var poor = NewCompiler(new PackageOptions { CacheFolder = Cache, DotNetRoot = _folder });
        var said = CompileWith(poor, Write("Bad.cs", Yaml)).Diagnostics.Single();
        Assert.That(said.ToString(), Is.EqualTo(
            $"Bad.cs(1,1): error AT0102: '#:package YamlDotNet@16.3.0': resolving it needs the .NET SDK, and no 'dotnet' was found in {_folder}. "
            + "Install the .NET 10 SDK from https://dot.net, or set DOTNET_ROOT to a folder that has one"));
    }

    [Test]
    public void Restoring_Canceled_EndsItsProcessAndLeavesNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The command that stands in for dotnet is a shell script.");
            return;
        }

        // A dotnet that says its number and then never comes to an end.
        var root = Directory.CreateDirectory(Path.Combine(_folder, "slow", "sdk", "10.0.0")).Parent!.Parent!.FullName;
        var number = Path.Combine(_folder, "number");
        var command = Path.Combine(root, "dotnet");
        File.WriteAllText(command, $"#!/bin/sh\necho $$ > {number}.part\nmv {number}.part {number}\nexec sleep 600\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var slow = NewCompiler(new PackageOptions { CacheFolder = Cache, DotNetRoot = root });
        using ScriptHost host = new(Test.Loop, slow);
        var starting = host.Run(Write("Slow.cs", Yaml));
        PumpLong(() => File.Exists(number));
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(number), System.Globalization.CultureInfo.InvariantCulture));
        starting.Cancel();
        PumpLong(() => starting.IsCompleted && process.HasExited);
        PumpLong(() => !Directory.EnumerateDirectories(Cache).Any());
        Assert.That(starting.Task.IsCanceled, Is.True);
    }

    [Test]
    public void Project_WithAReferenceOfItsOwn_IsBuiltAndBuiltAgainWhenItsSourceChanges()
    {
        WriteProject("Inner", "namespace Inner; public static class Depth { public static int Of => 2; }", "");
        WriteProject("Outer", "namespace Outer; public static class Words { public static string Say() => $\"depth {Inner.Depth.Of}\"; }", "<ProjectReference Include=\"../Inner/Inner.csproj\" />");
        var script = "#:project Outer\nLog(Outer.Words.Say());";
        PumpToEnd(RunFile("Uses.cs", script));
        WriteProject("Inner", "namespace Inner; public static class Depth { public static int Of => 3; }", "");
        PumpToEnd(RunFile("Uses.cs", script));
        Assert.That(Lines, Is.EqualTo(new[] { "depth 2", "depth 3" }));
        Assert.That(Entries, Has.Length.EqualTo(1));
    }

    [Test]
    public void Project_DoesNotBuild_PointsIntoItsSourceAndAtTheLineThatNamesIt()
    {
        WriteProject("Broken", "public static class Broken\n{\n    int\n}", "");
        var said = Diagnose("#:project Broken/Broken.csproj\nLog(1);");
        Assert.That(said[0], Does.Match(@"^Code\.cs\(4,1\): error CS\d+: "));
        Assert.That(said[^1], Is.EqualTo("Bad.cs(1,1): error AT0104: '#:project Broken/Broken.csproj': the project does not build"));
    }

    [Test]
    public void Project_ThatUsesAsyncTick_SharesTheHostsTypes()
    {
        WriteProject(
            "Library",
            "using AsyncTick; using static AsyncTick.Async; namespace Library; public static class Waits { public static async Task<long> OneFrame() { await NextFrame(); return Loop.FrameNumber; } }",
            $"<Reference Include=\"{typeof(GameLoop).Assembly.Location}\" />");
        var run = RunFile("Uses.cs", "#:project Library\nlong before = Loop.FrameNumber;\nLog($\"{await Library.Waits.OneFrame() - before} frame\");");
        PumpToEnd(run);
        Assert.That(Lines, Is.EqualTo(new[] { "1 frame" }));
        Test.Step(2);
        Assert.That(run.TryCollect(), Is.True);
    }

    private ScriptCompiler NewCompiler(PackageOptions? options = null) => new(new ScriptCompilerOptions { Packages = options ?? new PackageOptions { CacheFolder = Cache, KeepSeconds = 0 } });

    private static void RequirePackage() => PackageSource.Require("YamlDotNet", "16.3.0");

    private ScriptRun RunFile(string name, string text)
    {
        var starting = _host.Run(Write(name, text));
        PumpLong(() => starting.IsCompleted);
        var start = Await(starting);
        PumpLong(() => start.Run is null or { HasBegun: true });
        Assert.That(start.Script.Diagnostics.Where(diagnostic => diagnostic.IsError), Is.Empty);
        return start.Run!;
    }

    private string[] Diagnose(string text) => [.. CompileWith(_compiler, Write("Bad.cs", text)).Diagnostics.Select(diagnostic => diagnostic.ToString())];

    private CompiledScript CompileWith(ScriptCompiler compiler, string path)
    {
        var compiling = compiler.CompileAsync(path);
        PumpLong(() => compiling.IsCompleted);
#pragma warning disable VSTHRD002 // It has ended.
        return compiling.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void WriteProject(string name, string code, string items)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Code.cs"), code);
        File.WriteAllText(
            Path.Combine(folder, $"{name}.csproj"),
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup>{items}</ItemGroup></Project>");
    }
}
