using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Reads from portable PDBs at which line an async method's await stands. Loop thread only.</summary>
internal sealed class PdbReader
{
    private static readonly Guid AsyncSteppingInformation = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    private readonly List<ISymbolSource> _sources = [];

    // Weak on the assemblies, so that a script can be unloaded; a PDB is read once, and kept only while its assembly is.
    private ConditionalWeakTable<Assembly, Symbols> _symbols = [];

    private sealed class Symbols(MetadataReaderProvider? provider)
    {
        public readonly MetadataReader? Reader = provider?.GetMetadataReader();
    }

    public void Add(ISymbolSource source)
    {
        _sources.Add(source);
        _symbols = [];
    }

    public void Remove(ISymbolSource source) => _sources.Remove(source);

    /// <param name="moveNext">The method of the state machine.</param>
    /// <param name="state">Its state while it waits: the number of the await, in the order of the source.</param>
    public (string File, int Line)? AwaitLine(MethodInfo moveNext, int state)
    {
        var reader = _symbols.GetValue(moveNext.Module.Assembly, Open).Reader;
        if (reader is null)
        {
            return null;
        }

        var method = (MethodDefinitionHandle)MetadataTokens.Handle(moveNext.MetadataToken);
        foreach (var handle in reader.GetCustomDebugInformation(method))
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) == AsyncSteppingInformation)
            {
                return YieldOffset(reader.GetBlobReader(information.Value), state) is { } offset ? LineAt(reader, method, offset) : null;
            }
        }

        return null;
    }

    /// <summary>The line of a place in a method's code.</summary>
    public (string File, int Line)? LineOf(MethodBase method, int offset) =>
        _symbols.GetValue(method.Module.Assembly, Open).Reader is { } reader ? LineAt(reader, (MethodDefinitionHandle)MetadataTokens.Handle(method.MetadataToken), offset) : null;

    private static int? YieldOffset(BlobReader blob, int state)
    {
        _ = blob.ReadUInt32();
        for (var i = 0; blob.RemainingBytes > 0; i++)
        {
            var yieldOffset = blob.ReadUInt32();
            _ = blob.ReadUInt32();
            _ = blob.ReadCompressedInteger();
            if (i == state)
            {
                return (int)yieldOffset;
            }
        }

        return null;
    }

    private static (string File, int Line)? LineAt(MetadataReader reader, MethodDefinitionHandle method, int offset)
    {
        (string, int)? found = null;
        foreach (var point in reader.GetMethodDebugInformation(method).GetSequencePoints())
        {
            if (point.Offset > offset)
            {
                break;
            }

            if (!point.IsHidden)
            {
                found = (reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine);
            }
        }

        return found;
    }

    private Symbols Open(Assembly assembly)
    {
        foreach (var source in _sources)
        {
            if (source.OpenPdb(assembly) is { } stream)
            {
                return new Symbols(MetadataReaderProvider.FromPortablePdbStream(stream, MetadataStreamOptions.PrefetchMetadata));
            }
        }

        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            return new Symbols(null);
        }

        using var image = new PEReader(File.OpenRead(assembly.Location));
        return image.TryOpenAssociatedPortablePdb(assembly.Location, static path => File.Exists(path) ? new MemoryStream(File.ReadAllBytes(path)) : null, out var provider, out _)
            ? new Symbols(provider)
            : new Symbols(null);
    }
}
