using System.Diagnostics;
using System.Text.Json;
using AsyncTick.Net.Tests;

namespace UnrealAsyncTick.Tests;

/// <summary>The project files, in the places where a game has them. Evaluated and built by the SDK itself, in copies.</summary>
public sealed class ProjectFileTests
{
    private const string SharedProps = "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>";

    private static string Repository { get; } = FindRepository();

    [TestCase("Game/Plugins/UnrealSharp", "Game/Plugins/UnrealAsyncTick")]
    [TestCase("Game/Plugins/Scripting/UnrealSharp", "Game/Plugins/Tools/UnrealAsyncTick")]
    [TestCase("Engine/Engine/Plugins/UnrealSharp", "Game/Plugins/UnrealAsyncTick", "../Engine")]
    [TestCase("Engine/Engine/Plugins/Marketplace/UnrealSharp7", "Game/Plugins/UnrealAsyncTick", "{C0FFEE00-0000-0000-0000-000000000000}")]
    [TestCase("Engine/Engine/Plugins/Marketplace/UnrealSharp", "Engine/Engine/Plugins/UnrealAsyncTick")]
    public void UnrealSharp_WhereverTheEngineFindsIt_IsFound(string unrealSharp, string plugin, string association = "")
    {
        using var folder = new ScratchFolder();
        var project = Lay(folder, plugin, association);
        Write(folder.File($"{unrealSharp}/UnrealSharp.Shared.props"), SharedProps);
        var properties = Evaluate(project, folder, "UsesStandIn", "UnrealSharpSharedProps", "NoWarn");
        Assert.That(Path.GetFullPath(properties["UnrealSharpSharedProps"]), Is.EqualTo(folder.File($"{unrealSharp}/UnrealSharp.Shared.props")));
        Assert.That(properties["UsesStandIn"], Is.Empty);
        Assert.That(properties["NoWarn"].Split(';'), Does.Contain("CS1591"), "the generated halves carry no documentation");
    }

    [Test]
    public void UnrealSharp_Nowhere_IsOneClearErrorUnlessTheStandInIsAskedFor()
    {
        using var folder = new ScratchFolder();
        var project = Lay(folder, "Game/Plugins/UnrealAsyncTick", "5.7");
        var (code, output) = Run(folder, "msbuild", project, "-t:CoreCompile", "-v:q");
        var errors = output.Split('\n').Where(line => line.Contains("error ")).Distinct().ToArray();
        Assert.That(code, Is.Not.Zero);
        Assert.That(errors, Has.Length.EqualTo(1).And.One.Contains("UNREALASYNCTICK001").And.One.Contains("-p:UnrealSharpSharedProps"));
        Assert.That(Run(folder, "msbuild", project, "-t:RequireUnrealSharp", "-v:q", "-p:UsesStandIn=true").Code, Is.Zero);
    }

    [Test]
    public void Generator_InAGamesPlugins_IsNoReferenceThatUnrealSharpWouldLoad()
    {
        using var folder = new ScratchFolder();
        Lay(folder, "Game/Plugins/UnrealAsyncTick", "");
        Write(folder.File("Game/Script/MyGame/MyGame.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Import Project="../../Plugins/UnrealAsyncTick/Script/UnrealAsyncTick/Game.props" />
            </Project>
            """);
        var (code, output) = Run(folder, "msbuild", folder.File("Game/Script/MyGame/MyGame.csproj"), "-getItem:Analyzer,ProjectReference");
        Assert.That(code, Is.Zero, output);
        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items");
        Assert.That(Names("ProjectReference"), Is.EqualTo(new[] { "UnrealAsyncTick" }));
        Assert.That(Names("Analyzer"), Does.Contain("UnrealAsyncTick.Generator"));

        string[] Names(string item) => [.. items.GetProperty(item).EnumerateArray().Select(static each => each.GetProperty("Filename").GetString()!)];
    }

    [TestCase("", "")]
    [TestCase("Editor", "")]
    [TestCase("Game", "false")]
    public void Scripting_InAPackagedGame_IsNotPublishedAndBringsNoCompiler(string target, string publishable)
    {
        using var folder = new ScratchFolder();
        foreach (var (name, isEditorOnly) in new[] { ("AsyncTick.Scripting", "true"), ("AsyncTick.Dashboard", "true"), ("AsyncTick.Remote", "true"), ("AsyncTick.Engine", "") })
        {
            var project = Path.Combine(Repository, "Script", name, $"{name}.csproj");
            var properties = Evaluate(project, folder, [$"-p:UETargetType={target}"], "IsPublishable", "IsEditorOnly", "RoslynBuildFolder");
            var isTool = isEditorOnly.Length > 0;
            Assert.That(properties["IsEditorOnly"], Is.EqualTo(isEditorOnly), name);
            Assert.That(properties["IsPublishable"] == "false", Is.EqualTo(isTool && publishable == "false"), name);
            Assert.That(properties["RoslynBuildFolder"].Length > 0, Is.EqualTo(name == "AsyncTick.Scripting" && publishable != "false"), name);
        }
    }

    [Test]
    public void PluginFolder_ThatIsASymbolicLink_Builds()
    {
        using var folder = new ScratchFolder();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "UnrealAsyncTick.uplugin" })
        {
            Copy(Path.Combine(Repository, file), folder.File($"Real/{file}"));
        }

        var sources = Path.Combine(Repository, "Script", "AsyncTick");
        foreach (var file in Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sources, file);
            if (!relative.StartsWith("bin", StringComparison.Ordinal) && !relative.StartsWith("obj", StringComparison.Ordinal))
            {
                Copy(file, folder.File($"Real/Script/AsyncTick/{relative}"));
            }
        }

        Directory.CreateDirectory(folder.File("Game/Plugins"));
        Directory.CreateSymbolicLink(folder.File("Game/Plugins/UnrealAsyncTick"), folder.File("Real"));
        var (code, output) = Run(folder, "build", folder.File("Game/Plugins/UnrealAsyncTick/Script/AsyncTick/AsyncTick.csproj"), "-m:1", "-v:q");
        Assert.That(code, Is.Zero, output);
    }

    private static string Lay(ScratchFolder folder, string plugin, string association)
    {
        foreach (var name in new[] { "UnrealAsyncTick.csproj", "FindUnrealSharp.props", "Generator.props", "Game.props" })
        {
            Copy(Path.Combine(Repository, "Script", "UnrealAsyncTick", name), folder.File($"{plugin}/Script/UnrealAsyncTick/{name}"));
        }

        Write(folder.File("Game/Game.uproject"), $$"""{ "FileVersion": 3, "EngineAssociation": "{{association}}" }""");
        Write(folder.File("Engine/Engine/Build/Build.version"), "{}");
        Write(folder.File(".config/Epic/UnrealEngine/Install.ini"), $"[Installations]\n{{C0FFEE00-0000-0000-0000-000000000000}}={folder.File("Engine")}\n");
        return folder.File($"{plugin}/Script/UnrealAsyncTick/UnrealAsyncTick.csproj");
    }

    private static Dictionary<string, string> Evaluate(string project, ScratchFolder folder, params string[] properties) => Evaluate(project, folder, [], properties);

    private static Dictionary<string, string> Evaluate(string project, ScratchFolder folder, string[] arguments, params string[] properties)
    {
        var (code, output) = Run(folder, ["msbuild", project, $"-getProperty:{string.Join(',', properties)}", .. arguments]);
        Assert.That(code, Is.Zero, output);
        return JsonDocument.Parse(output).RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }

    private static (int Code, string Output) Run(ScratchFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder.Path };

        // The engines that are registered are those of a home folder, which packages are in, too. What the test runner sets for itself must not reach the build.
        if (arguments[0] == "msbuild")
        {
            start.Environment["HOME"] = folder.Path;
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal) || name == "VSTEST_CONNECTION_TIMEOUT").ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static void Copy(string from, string to) => Write(to, File.ReadAllText(from));

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "UnrealAsyncTick.uplugin")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
