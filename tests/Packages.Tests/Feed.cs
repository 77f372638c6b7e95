using System.IO.Compression;
using System.Text.RegularExpressions;

namespace AsyncTick.Packages.Tests;

/// <summary>Builds the packages, and makes a folder in which projects find ours in artifacts/ only, and all others where this machine finds them.</summary>
[SetUpFixture]
public sealed partial class Feed
{
    /// <summary>Where projects are made.</summary>
    internal static string Folder { get; private set; } = "";

    /// <summary>The package cache of those projects; empty at first, so that no package of an earlier build is in it.</summary>
    internal static string Cache => Path.Combine(Folder, "cache");

    /// <summary>What <c>dotnet new</c> keeps, apart from that of the user.</summary>
    internal static string Hive => Path.Combine(Folder, "hive");

    internal static string Artifacts => Repository.PathOf("artifacts");

    /// <summary>The ids of the packages with assemblies.</summary>
    internal static IReadOnlyList<string> Libraries { get; } =
        [.. Directory.GetFiles(Repository.PathOf("Script"), "README.md", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order(StringComparer.Ordinal)];

    internal static ZipArchive Open(string id, string kind = "nupkg") =>
        ZipFile.OpenRead(Directory.GetFiles(Artifacts, $"{id}.*.{kind}").Single(file => VersionPattern().IsMatch(Path.GetFileName(file)[id.Length..])));

    internal static string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    [OneTimeSetUp]
    public void MakeFeed()
    {
        Folder = Directory.CreateTempSubdirectory("asynctick-packages-").FullName;
        // test.sh has built them; by hand they may be older than the sources.
        if (Environment.GetEnvironmentVariable("ASYNCTICK_IS_PACKED") != "1")
        {
            (var status, var output) = DotNet.Start(Repository.PathOf("pack.sh"), Repository.Root, "");
            Assert.That(status, Is.Zero, output);
        }

        string[] others = [.. SourcePattern().Matches(DotNet.Run(Folder, "nuget", "list", "source")).Select(match => match.Groups[1].Value)];
        File.WriteAllText(
            Path.Combine(Folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="artifacts" value="{Artifacts}" /></packageSources>
              <packageSourceMapping>
                <clear />
                <packageSource key="artifacts"><package pattern="AsyncTick" /><package pattern="AsyncTick.*" /></packageSource>
                {string.Concat(others.Select(key => $"""<packageSource key="{key}"><package pattern="*" /></packageSource>"""))}
              </packageSourceMapping>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Folder, recursive: true);

    [GeneratedRegex(@"^ +\d+\. +(\S.*) \[", RegexOptions.Multiline)]
    private static partial Regex SourcePattern();

    [GeneratedRegex(@"^\.\d+\.")]
    private static partial Regex VersionPattern();
}
