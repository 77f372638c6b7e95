using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncTick.Architecture.Tests;

/// <summary>The loop is a kernel: what a frame does not need belongs to an object that the loop owns. It grew to 15 files, 2,312 lines and 52 fields once.</summary>
public sealed class KernelTests
{
    private const int MostFiles = 5;
    private const int MostLines = 900;
    private const int MostFields = 25;

    [Test]
    public void GameLoop_IsSmall()
    {
        var files = Repository.Files("Script/AsyncTick/Loop", ".cs").Where(static file => Path.GetFileName(file) is "GameLoop.cs" || Path.GetFileName(file).StartsWith("GameLoop.", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(files, Has.Length.InRange(1, MostFiles));
            Assert.That(files.Sum(static file => File.ReadLines(Path.Combine(Repository.Root, file)).Count()), Is.LessThanOrEqualTo(MostLines));
            Assert.That(InstanceFields("GameLoop"), Has.Count.InRange(1, MostFields));
        });
    }

    private static List<string> InstanceFields(string type)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "AsyncTick.dll")));
        var metadata = assembly.GetMetadataReader();
        var definition = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(each => metadata.GetString(each.Name) == type);
        return [.. definition.GetFields().Select(metadata.GetFieldDefinition).Where(static field => !field.Attributes.HasFlag(FieldAttributes.Static)).Select(field => metadata.GetString(field.Name))];
    }
}
