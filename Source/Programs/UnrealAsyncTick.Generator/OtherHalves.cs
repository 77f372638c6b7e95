using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace UnrealAsyncTick.Generator;

/// <summary>
/// What UnrealSharp's generator writes for the listeners. The compiler shows no generator what another has written, so it is run here, in the process in
/// which the compiler has loaded it, over the game's sources with the listeners among them; of what comes out only the listeners' halves are taken.
/// </summary>
internal static class OtherHalves
{
    private const string StandIn = "UnrealSharp.StandIn";

    /// <summary>The halves by file name, and what the generator says. Null when it is not there.</summary>
    public static (IReadOnlyList<(string File, string Text)> Sources, IReadOnlyList<Diagnostic> Problems)? Write(Compilation compilation, IReadOnlyDictionary<string, string> listeners, CancellationToken cancellation)
    {
        if (Find(compilation.ReferencedAssemblyNames.Any(static name => name.Name == StandIn) ? $"{StandIn}.Generator" : "UnrealSharp.GlueGenerator") is not { } generator)
        {
            return null;
        }

        var options = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options ?? CSharpParseOptions.Default;
        var trees = listeners.Select(listener => CSharpSyntaxTree.ParseText(listener.Value, options, $"{listener.Key}.cs", cancellationToken: cancellation)).ToArray();
        var result = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: options).RunGenerators(compilation.AddSyntaxTrees(trees), cancellation).GetRunResult();
        var sources = result.Results
            .SelectMany(each => each.GeneratedSources.IsDefault ? [] : each.GeneratedSources)
            .Where(source => listeners.ContainsKey(Stem(source.HintName)))
            .Select(source => (source.HintName, source.SourceText.ToString()))
            .ToList();

        // What it has against the game's own sources it says itself.
        var problems = result.Diagnostics.Where(problem => listeners.Keys.Any(name => problem.GetMessage().Contains(name))).ToList();
        return (sources, problems);
    }

    private static string Stem(string file) => Path.GetFileName(file).Replace(".g.cs", "").Split('.').Last();

    // Of several copies in a process some were loaded beside this assembly: their interface is the one known here. The last of them is the newest.
    private static IIncrementalGenerator? Find(string assembly) =>
        AppDomain.CurrentDomain.GetAssemblies().AsEnumerable().Reverse().Where(loaded => loaded.GetName().Name == assembly).Select(Make).FirstOrDefault(static made => made is not null);

    private static IIncrementalGenerator? Make(Assembly assembly) =>
        assembly.GetTypes().FirstOrDefault(static type => typeof(IIncrementalGenerator).IsAssignableFrom(type) && !type.IsAbstract) is { } type
            ? (IIncrementalGenerator)Activator.CreateInstance(type)
            : null;
}
