using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace AsyncTick.Scripting;

/// <summary>The project that is generated for a set of directives, so that NuGet and MSBuild find what they mean.</summary>
internal static class RestoreProject
{
    /// <summary>The target that builds the projects and writes down what they came to.</summary>
    public const string ListTarget = "ListProjectOutputs";

    /// <summary>The file that the target writes: a line per project, its output and its file, with a bar between.</summary>
    public const string ListFile = "projects.txt";

    /// <summary>Writes the project into a folder and gives its path.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="directives">What the script asks for.</param>
    /// <param name="scriptFolder">Where NuGet's configuration is looked for, upwards.</param>
    public static string Write(string folder, ScriptDirectives directives, string scriptFolder)
    {
        XElement properties = new(
            "PropertyGroup",
            new XElement("TargetFramework", ScriptProperties.TargetFramework),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("UseAppHost", false),
            new XElement("EnableDefaultItems", false),
            new XElement("RestoreRootConfigDirectory", Escape(scriptFolder)),
            directives.Properties.Select(property => new XElement(property.Name, property.Value)));
        XElement items = new(
            "ItemGroup",
            directives.Packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package.Name), new XAttribute("Version", package.Value))),
            directives.Projects.Select(project => new XElement("ProjectReference", new XAttribute("Include", Escape(project.Name)))));
        XElement list = new(
            "Target",
            new XAttribute("Name", ListTarget),
            new XAttribute("DependsOnTargets", "ResolveReferences"),
            new XElement(
                "ItemGroup",
                new XElement("ProjectOutput", new XAttribute("Include", "@(ReferencePath->WithMetadataValue('ReferenceSourceTarget', 'ProjectReference'))"))),
            new XElement(
                "WriteLinesToFile",
                new XAttribute("File", $"$(MSBuildProjectDirectory)/{ListFile}"),
                new XAttribute("Lines", "@(ProjectOutput->'%(FullPath)|%(MSBuildSourceProjectFile)')"),
                new XAttribute("Overwrite", true)));

        // What lies above the cache's folder is no business of a script's.
        XElement isolation = new(
            "PropertyGroup",
            new XElement("ImportDirectoryBuildProps", false),
            new XElement("ImportDirectoryBuildTargets", false),
            new XElement("ImportDirectoryPackagesProps", false));
        var path = Path.Combine(folder, "Script.csproj");
        new XDocument(new XElement("Project", isolation, Import("Sdk.props"), properties, items, Import("Sdk.targets"), list)).Save(path);
        return path;
    }

    // To MSBuild these are more than characters of a path.
    private static string Escape(string path) => string.Concat(path.Select(c => "%$@'();?*".Contains(c) ? $"%{(int)c:X2}" : c.ToString()));

    private static XElement Import(string file) => new("Import", new XAttribute("Project", file), new XAttribute("Sdk", "Microsoft.NET.Sdk"));
}
