using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>Lines of scripts whose code is in memory, for what looks into this process from outside: a debugger sees methods and offsets only. Any thread.</summary>
public static class ScriptLines
{
    /// <summary>The line at a place in a script's code.</summary>
    /// <param name="assembly">The simple name of the script's assembly.</param>
    /// <param name="method">The metadata token of the method.</param>
    /// <param name="offset">The offset into its instructions.</param>
    /// <returns>File and line; null when no script of that name is loaded, or it has no line there.</returns>
    public static (string File, int Line)? Find(string assembly, int method, int offset)
    {
        foreach (var context in AssemblyLoadContext.All.OfType<ScriptLoadContext>())
        {
            if (context.Assemblies.FirstOrDefault(each => each.GetName().Name == assembly) is { } found && context.OpenPdb(found) is { } pdb)
            {
                using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
                return Find(provider.GetMetadataReader(), method, offset);
            }
        }

        return null;
    }

    private static (string File, int Line)? Find(MetadataReader symbols, int method, int offset)
    {
        var row = method & 0xFFFFFF;
        if (method >> 24 != (int)TableIndex.MethodDef || row == 0 || row > symbols.GetTableRowCount(TableIndex.MethodDebugInformation))
        {
            return null;
        }

        (string, int)? found = null;
        foreach (var point in symbols.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(row)).GetSequencePoints())
        {
            if (point.Offset > offset)
            {
                break;
            }

            found = point.IsHidden ? found : (symbols.GetString(symbols.GetDocument(point.Document).Name), point.StartLine);
        }

        return found;
    }
}
