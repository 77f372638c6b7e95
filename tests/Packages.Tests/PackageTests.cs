using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;

namespace AsyncTick.Packages.Tests;

/// <summary>What is in the packages and what they say about themselves.</summary>
public sealed class PackageTests
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static IReadOnlyList<string> Libraries => Feed.Libraries;

    [Test]
    public void Packages_AreThoseOfTheReadmes() =>
        Assert.That(Libraries, Is.SupersetOf(new[] { "AsyncTick", "AsyncTick.Dashboard", "AsyncTick.Net", "AsyncTick.Remote", "AsyncTick.Scripting" }));

    [TestCaseSource(nameof(Libraries))]
    public void Package_SaysWhatItIs(string id)
    {
        using var package = Feed.Open(id);
        var metadata = Metadata(package, id);

        Assert.Multiple(() =>
        {
            Assert.That(Text(metadata, "license"), Is.EqualTo("MIT"));
            Assert.That(Text(metadata, "description"), Has.Length.GreaterThan(50));
            Assert.That(package.GetEntry(Text(metadata, "readme")), Is.Not.Null);
            Assert.That(package.GetEntry(Text(metadata, "icon")), Is.Not.Null);
            Assert.That(package.GetEntry($"lib/net10.0/{id}.dll"), Is.Not.Null);
            Assert.That(package.GetEntry($"lib/net10.0/{id}.xml"), Is.Not.Null);
        });
    }

    [TestCaseSource(nameof(Libraries))]
    public void PublicMembers_AreWrittenDown(string id) =>
        Assert.That(new[] { "Shipped", "Unshipped" }.Sum(kind => File.ReadLines(Repository.PathOf($"Script/{id}/PublicAPI.{kind}.txt")).Count()), Is.GreaterThan(10));

    [Test]
    public void Core_DependsOnNothing()
    {
        using var package = Feed.Open("AsyncTick");
        Assert.That(Dependencies(package, "AsyncTick"), Is.Empty);
    }

    [Test]
    public void Core_BringsTheRulesAndTheirFixes()
    {
        using var package = Feed.Open("AsyncTick");
        Assert.That(
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("analyzers/", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "analyzers/dotnet/cs/AsyncTick.Analyzers.dll", "analyzers/dotnet/cs/AsyncTick.Analyzers.CodeFixes.dll" }));
    }

    // A publisher names the repository; its remote is not needed for it.
    [TestCase("https://github.com/example/UnrealAsyncTick", "https://raw.githubusercontent.com/example/UnrealAsyncTick/")]
    [TestCase("", "")]
    public void SourceLink_LeadsToTheRepositoryThatIsNamed(string repository, string expected)
    {
        var output = DotNet.Run(Repository.Root, "msbuild", "Script/AsyncTick", "-t:GenerateSourceLinkFile", "-warnAsError", $"-p:RepositoryUrl={repository}", "-getItem:SourceRoot");
        string[] links = [.. JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("SourceRoot").EnumerateArray()
            .Where(root => root.TryGetProperty("SourceControl", out var control) && control.GetString() == "git")
            .Select(root => root.TryGetProperty("SourceLinkUrl", out var link) ? link.GetString()! : "")];

        Assert.That(links, Has.Length.EqualTo(1).And.All.StartsWith(expected));
        Assert.That(links.Single(), expected.Length == 0 && !HasRemote() ? Is.Empty : Is.Not.Empty);
    }

    [TestCaseSource(nameof(Libraries))]
    public void Package_DependsOnWhatItsUsersNeed_AndOnNoToolOfTheBuild(string id)
    {
        using var package = Feed.Open(id);
        Assert.That(Dependencies(package, id).Where(name => name.EndsWith("Analyzers", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCaseSource(nameof(Libraries))]
    public void Assembly_IsTheSameWhereverItIsBuilt_AndItsSymbolsHoldTheSources(string id)
    {
        using var package = Feed.Open(id);
        using PEReader assembly = new(Read(package, $"lib/net10.0/{id}.dll"));
        Assert.That(assembly.ReadDebugDirectory().Select(entry => entry.Type), Does.Contain(DebugDirectoryEntryType.Reproducible));

        using var symbols = Feed.Open(id, "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(Read(symbols, $"lib/net10.0/{id}.pdb"));
        var reader = provider.GetMetadataReader();
        HashSet<EntityHandle> embedded = [.. reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(info => reader.GetGuid(info.Kind) == EmbeddedSource).Select(info => info.Parent)];
        string[] paths = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];

        Assert.That(paths, Has.Some.StartsWith($"/_/Script/{id}/").And.All.StartsWith("/_/"));
        Assert.That(reader.Documents.Where(handle => !embedded.Contains(handle)), Is.Empty);
    }

    [Test]
    public void Scripting_BringsTheCompilerAndNoRoslyn()
    {
        using var package = Feed.Open("AsyncTick.Scripting");
        string[] assemblies = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.That(assemblies, Is.EquivalentTo(new[] { "lib/net10.0/AsyncTick.Scripting.dll", "tools/AsyncTick.Compiler.dll" }));

        // Of the first .NET 10 SDK: a newer Roslyn takes the place of an older one, not the other way round.
        using PEReader compiler = new(Read(package, "tools/AsyncTick.Compiler.dll"));
        var reader = compiler.GetMetadataReader();
        var roslyn = reader.AssemblyReferences.Select(reader.GetAssemblyReference).Where(reference => reader.GetString(reference.Name).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        Assert.That(roslyn.Select(reference => reference.Version), Is.Not.Empty.And.All.EqualTo(new Version(5, 0, 0, 0)));
    }

    // A clone of a folder has one that no link leads to.
    private static bool HasRemote() => DotNet.Start("git", Repository.Root, "", "remote", "-v").Output.Contains("://", StringComparison.Ordinal);

    private static IEnumerable<string> Dependencies(ZipArchive package, string id) =>
        Metadata(package, id).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

    private static XElement Metadata(ZipArchive package, string id)
    {
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    private static string Text(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static MemoryStream Read(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
