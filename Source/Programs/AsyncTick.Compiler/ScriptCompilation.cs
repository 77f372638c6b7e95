using System.Text;
using AsyncTick.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace AsyncTick.Compiler;

/// <summary>
/// Compiles one script file to an assembly in memory. Not for use by several threads at a time.
/// </summary>
/// <remarks>
/// A plain compilation of a console program, not Roslyn's scripting API: that one loads into contexts that cannot be unloaded (8 MiB
/// lost per reload when measured) and does not know <c>using var</c>.
/// </remarks>
public sealed class ScriptCompilation
{
    private static readonly CSharpParseOptions FileOptions = new CSharpParseOptions(LanguageVersion.Latest)
        .WithPreprocessorSymbols(ProjectSymbols.All)
        .WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly EmitOptions Portable = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private const string OptimizeCode = "[assembly: global::System.Diagnostics.Debuggable(global::System.Diagnostics.DebuggableAttribute.DebuggingModes.IgnoreSymbolStoreSequencePoints)]\n";

    private readonly ReferenceCache _references = new();

    // Keeps what was read of the references alive until the next compilation can take it over.
    private CSharpCompilation? _last;
    private SyntaxTree? _prelude;
    private string? _preludeText;

    private ScriptCompilation()
    {
    }

    /// <summary>Makes a compiler with a cache of references of its own. This is the method that AsyncTick.Scripting looks up by name.</summary>
    public static CompilerFunction Create() => new ScriptCompilation().Compile;

    private CompilerOutput Compile(
        string assemblyName, string path, string text, bool optimize, string[] usings, CompilerReference[] references, CancellationToken cancellation)
    {
        var tree = Parse(text, path, cancellation);
        Diagnostic[] syntax = [.. tree.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (syntax.Length > 0)
        {
            // As the command-line compiler: what else is wrong in a text that cannot be read is guesswork.
            return (null, null, null, null, [.. syntax.Select(d => Message(d, path)).OrderBy(m => m.Line).ThenBy(m => m.Column)]);
        }

        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication)
            // Debug makes state machines classes: the machine code of awaits is then shared by all scripts and already there, where structs
            // would have it made for each script on the game thread. The code itself is not optimized either, unless the script asks for
            // it: optimized code has one place per function that throws for all its indices, and stack traces lose their lines.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            // One thread: the game needs the other cores more than a script needs 20 ms.
            .WithConcurrentBuild(false)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);
        var compilation = CSharpCompilation.Create(
            assemblyName, [tree, PreludeTree(usings, optimize)], _references.Resolve(references), options);

        _last = compilation;
        using MemoryStream pe = new();
        using MemoryStream pdb = new();
        var emitted = compilation.Emit(pe, pdb, options: Portable, cancellationToken: cancellation);
        List<Diagnostic> diagnostics = [.. emitted.Diagnostics];
        if (!diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            diagnostics.AddRange(Inspection.Find(compilation.GetSemanticModel(tree), isScript: true, cancellation));
        }

        // Without an await among a script's statements the rule expects the compiler to be silent, which it is not.
        var unawaited = diagnostics.Where(d => d.Id == "CS4014").Select(d => d.Location.SourceSpan).ToHashSet();
        diagnostics.RemoveAll(d => d.Id == "AT0008" && unawaited.Contains(d.Location.SourceSpan));
        ScriptHints hints = new(compilation, tree, path, cancellation);
        CompilerMessage[] messages = [.. CompilationWithAnalyzers.GetEffectiveDiagnostics(diagnostics, compilation)
            .Where(d => !IsStartedTask(d) && !d.IsSuppressed && d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => hints.Message(d) ?? Message(d, path))
            .Distinct()
            .OrderBy(m => m.Line).ThenBy(m => m.Column)];
        if (!emitted.Success || compilation.GetEntryPoint(cancellation) is not { } entry)
        {
            return (null, null, null, null, messages);
        }

        return (pe.ToArray(), pdb.ToArray(), MetadataName(entry.ContainingType), entry.MetadataName, messages);
    }

    // A started task has an observer from the start; not awaiting it is no mistake. Of a plain task it is one. Told by name: asking
    // for the type would have the compiler bind the whole script once more, 10 to 20 ms.
    internal static bool IsStartedTask(Diagnostic diagnostic)
    {
        if (diagnostic.Id != "CS4014" || diagnostic.Location.SourceTree is not { } tree)
        {
            return false;
        }

        var root = tree.GetRoot();
        var name = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax call
            ? call.Expression switch
            {
                SimpleNameSyntax simple => simple.Identifier.Text,
                MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
                _ => null,
            }
            : null;
        return name is "Start" or "CallLater" && !root.DescendantNodes().Any(node => node switch
        {
            LocalFunctionStatementSyntax own => own.Identifier.Text == name,
            MethodDeclarationSyntax own => own.Identifier.Text == name,
            _ => false,
        });
    }

    private static SyntaxTree Parse(string text, string path, CancellationToken cancellation) =>
        // Without an encoding the debug information cannot be written, and stack traces lose file and line.
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), FileOptions, path, cancellation);

    private SyntaxTree PreludeTree(string[] usings, bool optimize)
    {
        var text = string.Concat(usings.Select(u => u.StartsWith("static ", StringComparison.Ordinal)
            ? $"global using static global::{u["static ".Length..]};\n"
            : $"global using global::{u};\n"));
        if (optimize && !System.Diagnostics.Debugger.IsAttached)
        {
            text += OptimizeCode;
        }

        if (_prelude is null || text != _preludeText)
        {
            (_prelude, _preludeText) = (Parse(text, "", CancellationToken.None), text);
        }

        return _prelude;
    }

    internal static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return MetadataName(outer) + "+" + type.MetadataName;
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}" : type.MetadataName;
    }

    internal static CompilerMessage Message(Diagnostic diagnostic, string path)
    {
        var span = diagnostic.Location.GetMappedLineSpan();
        return (span.IsValid && span.Path.Length > 0 ? span.Path : path,
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            (int)diagnostic.Severity,
            diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
