using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace AsyncTick.Plugin.Tests;

/// <summary>The folder that a user drops into <c>Plugins</c>: what is in it, and that its C# builds and runs there.</summary>
public sealed class PackagedPluginTests
{
    private TemporaryFolder _temporary = null!;
    private string _plugin = null!;
    private string _zip = null!;

    [OneTimeSetUp]
    public void Package()
    {
        _temporary = new TemporaryFolder();
        _zip = Run("bash", Repository.Root, Repository.PathOf("package-plugin.sh"), _temporary.Location).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        _plugin = Path.Combine(_temporary.Location, "UnrealAsyncTick");
    }

    [OneTimeTearDown]
    public void Delete() => _temporary.Dispose();

    [Test]
    public void Folder_HoldsSourcesPayloadAndDocs_AndNothingOfTestsOrBuilds()
    {
        string[] files = [.. Files()];

        Assert.That(files, Is.SupersetOf(new[]
        {
            "UnrealAsyncTick.uplugin", "LICENSE", "README.md", "CHANGELOG.md", "Config/DefaultUnrealAsyncTick.ini", "Content/Scripts/Timers.cs", "Docs/Tutorial.md", "Resources/Icon128.png",
            "Source/UnrealAsyncTick/UnrealAsyncTick.Build.cs", "Source/UnrealAsyncTickEditor/UnrealAsyncTickEditor.Build.cs", "Source/Programs/AsyncTick.Compiler/AsyncTick.Compiler.csproj",
            "Script/AsyncTick.Engine/AsyncTick.Engine.csproj", "Script/UnrealAsyncTick/UnrealAsyncTick.csproj", "Directory.Build.props", "Directory.Packages.props", "global.json",
            "Managed/AsyncTick.Engine.dll", "Managed/AsyncTick.Engine.runtimeconfig.json", "Managed/Roslyn/AsyncTick.Compiler.dll",
            "Analyzers/AsyncTick.Analyzers.dll", "Analyzers/AsyncTick.Analyzers.CodeFixes.dll",
        }));
        Assert.That(files.Count(file => file.StartsWith("Analyzers/", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(files.Where(file => file.Split('/').Any(part => part.Contains("Tests", StringComparison.OrdinalIgnoreCase) || part is "bin" or "obj" or "Samples" or ".git")), Is.Empty);
    }

    [Test]
    public void Zip_HoldsTheFolder()
    {
        Assert.That(Entries(_zip), Is.EquivalentTo(Files().Select(file => $"UnrealAsyncTick/{file}")));
    }

    [Test]
    public void PowerShell_MakesTheSameFolderAndZip()
    {
        using TemporaryFolder temporary = new();
        var zip = Run(PowerShell.Command, Repository.Root, "-NoProfile", "-File", Repository.PathOf("package-plugin.ps1"), temporary.Location).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        var plugin = Path.Combine(temporary.Location, "UnrealAsyncTick");

        Assert.That(Files(plugin), Is.EquivalentTo(Files()));
        Assert.That(Files(plugin).Where(file => !file.StartsWith("Managed/", StringComparison.Ordinal) && !file.StartsWith("Analyzers/", StringComparison.Ordinal) && !Same(file)), Is.Empty);
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(plugin, "Managed/AsyncTick.Engine.dll")), Is.GreaterThan(Files(plugin).Where(file => file.StartsWith("Script/", StringComparison.Ordinal)).Max(file => File.GetLastWriteTimeUtc(Path.Combine(plugin, file)))));
        Assert.That(Entries(zip), Is.EquivalentTo(Entries(_zip)));

        bool Same(string file) => File.ReadAllBytes(Path.Combine(plugin, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_plugin, file)));
    }

    [Test]
    public void Descriptor_NamesTheModulesThatAreThere()
    {
        using var descriptor = JsonDocument.Parse(File.ReadAllText(Path.Combine(_plugin, "UnrealAsyncTick.uplugin")));
        string[] modules = [.. descriptor.RootElement.GetProperty("Modules").EnumerateArray().Select(module => module.GetProperty("Name").GetString()!)];
        Assert.That(modules, Is.EqualTo(new[] { "UnrealAsyncTick", "UnrealAsyncTickEditor" }));
        Assert.That(modules.Select(module => Directory.Exists(Path.Combine(_plugin, "Source", module))), Is.All.True);
    }

    [Test]
    public void Payload_RunsOnAnySystem()
    {
        foreach (var file in Files().Where(file => file.StartsWith("Managed/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using PEReader assembly = new(File.OpenRead(Path.Combine(_plugin, file)));
            // Native code in it would be for this system.
            Assert.That(assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size, Is.Zero, file);
        }
    }

    [Test]
    public void PreBuildStep_FindsNothingToPublish() =>
        Assert.That(Run("bash", _plugin, Path.Combine(_plugin, "Source/UnrealAsyncTick/PublishManaged.sh")), Is.Empty);

    [Test]
    public void CSharp_InTheFolder_BuildsAndRunsAScript()
    {
        using TemporaryFolder copy = new();
        Run("cp", _plugin, "-R", ".", copy.Location);

        var output = Run("dotnet", copy.Location, "run", "-c", "Release", "--project", "Source/Programs/AsyncTick.Headless", "--", "Content/Scripts/Timers.cs", "--virtual", "--frames", "200");

        Assert.That(output, Does.Contain("1 seconds elapsed").And.Contain("3 seconds elapsed"));
        // What an editor does that completes a script.
        Assert.That(Run("dotnet", copy.Location, "build", "-c", "Release", "--nologo", "Content/Scripts/Timers.cs"), Does.Contain("Timers.dll").And.Not.Contain("warning"));
    }

    private IEnumerable<string> Files() => Files(_plugin);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));

    private static string[] Entries(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return [.. zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/'))];
    }

    private static string Run(string command, string folder, params string[] arguments)
    {
        ProcessStartInfo info = new(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["MSBUILDDISABLENODEREUSE"] = info.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output + errors.Result);
        return output;
    }
}
