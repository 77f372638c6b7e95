using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace UnrealAsyncTick.Conformance;

/// <summary>Compiles a game's assembly in memory, as the editor does before a hot reload.</summary>
internal static class GameAssembly
{
    private const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using AsyncTick;
        using UnrealAsyncTick;
        using UnrealSharp.Attributes;
        using UnrealSharp.Engine;
        using UnrealSharp.Engine.Core.Modules;
        using static AsyncTick.Async;

        """;

    public static byte[] Compile(string name, string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings + source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.That(result.Success, Is.True, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
