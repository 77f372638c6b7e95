using System.Text.Json;

namespace AsyncTick.Plugin.Tests;

/// <summary>What packaging and the build take along.</summary>
public sealed class PackagingTests
{
    // What packaging takes by itself.
    private static readonly string[] Kept = ["Binaries", "Content", "Resources", "Source"];

    // Of the repository only: tests, tools, samples.
    private static readonly string[] Left = ["tests", "Samples", ".ci", ".config", ".github", ".git", "Intermediate", "Saved", "artifacts"];

    // By package-plugin.sh, in the folder that it packs.
    private static readonly string[] Made = ["Analyzers", "Managed"];

    [Test]
    public void Filter_EveryFolderOfThePlugin_IsKeptOrListed()
    {
        string[] listed = [.. Repository.Read("Config/FilterPlugin.ini").Split('\n').Where(line => line.StartsWith('/'))];
        string[] folders = [.. Directory.GetDirectories(Repository.Root).Select(folder => Path.GetFileName(folder)).Where(name => !Kept.Contains(name) && !Left.Contains(name))];

        Assert.That(folders, Does.Contain("Config"));
        foreach (var folder in folders.Concat(Made))
        {
            Assert.That(listed, Does.Contain($"/{folder}/..."));
        }

        // Without this the projects below Script do not build.
        Assert.That(listed, Does.Contain("/Directory.Build.props").And.Contain("/Directory.Packages.props").And.Contain("/LICENSE"));
        foreach (var line in listed.Where(line => !Made.Contains(line.Split('/')[1])))
        {
            var path = Repository.PathOf(line.TrimStart('/').Replace("/...", ""));
            Assert.That(File.Exists(path) || Directory.Exists(path), Is.True, line);
        }
    }

    [Test]
    public void Descriptor_OnEveryHost_PublishesTheManagedHalfBeforeTheBuild()
    {
        using var descriptor = JsonDocument.Parse(Repository.Read("UnrealAsyncTick.uplugin"));
        var steps = descriptor.RootElement.GetProperty("PreBuildSteps");
        foreach (var platform in descriptor.RootElement.GetProperty("SupportedTargetPlatforms").EnumerateArray())
        {
            var command = steps.GetProperty(platform.GetString()!).EnumerateArray().Single().GetString()!;
            var script = command[(command.IndexOf("$(PluginDir)", StringComparison.Ordinal) + "$(PluginDir)".Length)..].Trim('"', '/', '\\').Replace('\\', '/');
            Assert.That(File.Exists(Repository.PathOf(script)), Is.True, command);
        }
    }

    [Test]
    public void Descriptor_EveryModule_HasItsRulesAndAnAllowList()
    {
        using var descriptor = JsonDocument.Parse(Repository.Read("UnrealAsyncTick.uplugin"));
        JsonElement[] modules = [.. descriptor.RootElement.GetProperty("Modules").EnumerateArray()];
        string[] names = [.. modules.Select(module => module.GetProperty("Name").GetString()!)];
        string[] folders = [.. Directory.GetDirectories(Repository.PathOf("Source")).Select(folder => Path.GetFileName(folder)).Where(name => name != "Programs")];

        Assert.That(names, Is.EquivalentTo(folders));
        foreach (var module in modules)
        {
            var name = module.GetProperty("Name").GetString()!;
            Assert.That(File.Exists(Repository.PathOf($"Source/{name}/{name}.Build.cs")), Is.True);
            Assert.That(module.GetProperty("PlatformAllowList").GetArrayLength(), Is.EqualTo(3));
        }
    }
}
