using Microsoft.CodeAnalysis;

namespace AsyncTick.Compiler;

/// <summary>
/// Keeps the metadata of the referenced assemblies between compilations: reading some 180 of them costs 60 to 90 ms, once.
/// </summary>
internal sealed class ReferenceCache
{
    private Dictionary<CompilerReference, (DateTime Written, MetadataReference Reference)> _known = [];

    /// <summary>Gives a metadata reference for each of these; what is not asked for again is forgotten.</summary>
    /// <remarks>Forgetting matters for metadata in memory: after a hot reload the address may belong to something else.</remarks>
    public List<MetadataReference> Resolve(CompilerReference[] references)
    {
        Dictionary<CompilerReference, (DateTime, MetadataReference)> current = new(references.Length);
        List<MetadataReference> resolved = new(references.Length);
        foreach (var reference in references)
        {
            var written = reference.Path is { } path ? File.GetLastWriteTimeUtc(path) : default;
            if (!_known.TryGetValue(reference, out var entry) || entry.Written != written)
            {
                entry = (written, Read(reference));
            }

            if (current.TryAdd(reference, entry))
            {
                resolved.Add(entry.Reference);
            }
        }

        _known = current;
        return resolved;
    }

    private static unsafe PortableExecutableReference Read(CompilerReference reference) => reference.Path is { } path
        ? MetadataReference.CreateFromFile(path)
        : AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata(reference.Metadata, reference.Length)).GetReference();
}
