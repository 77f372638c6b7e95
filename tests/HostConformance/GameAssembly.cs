using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using UnrealAsyncTick.Generator;
using UnrealSharp.StandIn.Generator;

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
        using var image = new MemoryStream();
        var problems = Compile(name, source, image);
        Assert.That(problems, Is.Empty);
        return image.ToArray();
    }

    /// <summary>What the generator and the compiler have against a source.</summary>
    public static IReadOnlyList<Diagnostic> Check(string source)
    {
        using var image = new MemoryStream();
        return Compile("Checked", source, image);
    }

    private static IReadOnlyList<Diagnostic> Compile(string name, string source, Stream image)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings + source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create(new StandInGenerator(), new DelegateGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out var refused);
        return [.. refused.Concat(whole.Emit(image).Diagnostics).Where(problem => problem.Severity == DiagnosticSeverity.Error)];
    }
}
