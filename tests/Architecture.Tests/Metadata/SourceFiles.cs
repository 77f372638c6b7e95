using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace AsyncTick.Architecture.Tests.Metadata;

/// <summary>The source files of types, from portable symbols: the documents of their methods, and for types without code the compiler's own note.</summary>
internal sealed class SourceFiles(MetadataReader symbols)
{
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    public IEnumerable<string> Of(MetadataReader metadata, TypeDefinitionHandle type)
    {
        foreach (var method in metadata.GetTypeDefinition(type).GetMethods())
        {
            var information = symbols.GetMethodDebugInformation(method);
            foreach (var point in information.GetSequencePoints())
            {
                if (Written(point.Document) is { } file)
                {
                    yield return file;
                }
            }
        }

        foreach (var handle in symbols.GetCustomDebugInformation(type))
        {
            var information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) != TypeDefinitionDocuments)
            {
                continue;
            }

            var documents = symbols.GetBlobReader(information.Value);
            while (documents.RemainingBytes > 0)
            {
                if (Written(MetadataTokens.DocumentHandle(documents.ReadCompressedInteger())) is { } file)
                {
                    yield return file;
                }
            }
        }
    }

    // Below the repository's root; null for what generators and the build make.
    private string? Written(DocumentHandle document)
    {
        if (document.IsNil)
        {
            return null;
        }

        var path = Path.GetRelativePath(Repository.Root, symbols.GetString(symbols.GetDocument(document).Name)).Replace('\\', '/');
        return path.Contains("/obj/", StringComparison.Ordinal) || !File.Exists(Path.Combine(Repository.Root, path)) ? null : path;
    }
}
