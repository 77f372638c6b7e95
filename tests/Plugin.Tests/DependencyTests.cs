using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AsyncTick.Plugin.Tests;

/// <summary>The page of dependencies tells what there is.</summary>
public sealed partial class DependencyTests
{
    [Test]
    public void Page_EveryCentralVersion_IsListedAndNoOther()
    {
        (string, string)[] central = [.. XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(each => (each.Attribute("Include")!.Value, each.Attribute("Version")!.Value))];
        var listed = Rows("In the plugin").Concat(Rows("In the tool")).Concat(Rows("While building")).Concat(Rows("In tests")).Select(row => (row[0], row[1])).ToArray();
        Assert.That(central, Has.Length.GreaterThan(5));
        Assert.That(listed, Is.Unique);
        Assert.That(central, Is.SubsetOf(listed));

        // Beyond those, what they bring into the plugin.
        Assert.That(listed.Except(central), Is.SubsetOf(Payload().Select(file => (file.Package, file.Version))));
    }

    [Test]
    public void Page_WhatIsPublished_IsListedWithItsSize()
    {
        var listed = Rows("In the plugin").Select(row => (row[0], row[1], int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(listed, Is.EquivalentTo(Payload().Select(file => (file.Package, file.Version, (int)Math.Round(file.Bytes / 1024.0)))));
    }

    [Test]
    public void Page_PackagesOfSamples_AreListed()
    {
        var used = Directory.EnumerateFiles(Repository.PathOf("Content/Scripts"), "*.cs")
            .SelectMany(file => PackageLine().Matches(File.ReadAllText(file)).Select(match => (match.Groups[1].Value, match.Groups[2].Value, $"`{Path.GetFileName(file)}`")));
        Assert.That(Rows("In sample scripts").Select(row => (row[0], row[1], row[3])), Is.EquivalentTo(used));
    }

    [Test]
    public void Core_HasNoPackages() => Assert.That(Repository.Read("Script/AsyncTick/AsyncTick.csproj"), Does.Not.Contain("PackageReference"));

    // What of packages is published with the managed half: a line for each assembly.
    private static IEnumerable<(string Package, string Version, long Bytes)> Payload()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Value("Dependencies")));
        var libraries = document.RootElement.GetProperty("libraries");
        List<(string, string, long)> found = [];
        foreach (var library in document.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject())
        {
            var about = libraries.GetProperty(library.Name);
            if (about.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out var files))
            {
                var folder = Path.Combine(Value("Packages"), about.GetProperty("path").GetString()!);
                found.Add((library.Name.Split('/')[0], library.Name.Split('/')[1], files.EnumerateObject().Sum(file => new FileInfo(Path.Combine(folder, file.Name)).Length)));
            }
        }

        return found;
    }

    // The cells of a section's first table.
    private static string[][] Rows(string section) =>
        [.. Repository.Read("Docs/Dependencies.md").Split('\n')
            .SkipWhile(line => line != $"## {section}").SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];

    private static string Value(string key) =>
        typeof(DependencyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"^#:package (\S+)@(\S+)", RegexOptions.Multiline)]
    private static partial Regex PackageLine();
}
