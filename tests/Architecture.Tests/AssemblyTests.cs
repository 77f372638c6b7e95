using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncTick.Architecture.Tests;

/// <summary>Product assemblies reference what they are meant to and nothing else.</summary>
public class AssemblyTests
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    [TestCaseSource(typeof(Product), nameof(Product.Assemblies))]
    public void Assembly_ReferencesNothingElse(string name)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        var metadata = assembly.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToArray();
        Assert.That(references, Is.Not.Empty);
        Assert.That(references.Where(reference => !File.Exists(Path.Combine(Framework, reference + ".dll"))).Except(Product.References[name]), Is.Empty);
    }

    [Test]
    public void List_HasEveryProjectThatIsShipped() =>
        Assert.That(
            Repository.Files("Script", ".csproj").Select(file => Path.GetFileNameWithoutExtension(file)),
            Is.SubsetOf(Product.Assemblies),
            "A project under Script/ has no entry in Product.References.");
}
