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
/// Compiles lines typed at a prompt, each to an assembly of its own that sees what earlier lines have declared: a chain of submissions. Not
/// for use by several threads at a time.
/// </summary>
/// <remarks>The chain is the caller's: it hands in the line before, and nothing here keeps it.</remarks>
public sealed class PromptCompilation
{
    private static readonly CSharpParseOptions PromptOptions = new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script)
        .WithPreprocessorSymbols(ProjectSymbols.All);

    private static readonly EmitOptions Portable = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly ReferenceCache _references = new();

    private PromptCompilation()
    {
    }

    /// <summary>Makes a compiler with a cache of references of its own. This is the method that AsyncTick.Scripting looks up by name.</summary>
    public static PromptFunction Create() => new PromptCompilation().Compile;

    private (CompilerOutput Output, object? Line, bool Declares) Compile(
        string name, string path, string text, object? previous, string[] usings, CompilerReference[] references, CancellationToken cancellation)
    {
        var tree = Parse(text, path, cancellation);
        var syntax = Errors(tree, cancellation);
        if (syntax.Length > 0 && syntax.All(error => error.Id == "CS1597"))
        {
            // A semicolon behind a function: nothing to a program, an error to a prompt's grammar.
            tree = Parse(Blank(text, syntax), path, cancellation);
            syntax = Errors(tree, cancellation);
        }

        if (syntax.Length > 0)
        {
            // A prompt's grammar has no 'using var'; a block has. What such a line declares is its own.
            tree = Parse($"{{\n#line 1 \"{path}\"\n{text}\n}}", path, cancellation);
            if (Errors(tree, cancellation).Length > 0)
            {
                return ((null, null, null, null, [.. syntax.Select(d => ScriptCompilation.Message(d, path)).OrderBy(m => m.Line).ThenBy(m => m.Column)]), null, false);
            }
        }

        if (((CompilationUnitSyntax)tree.GetRoot(cancellation)).Members.Count == 0)
        {
            // Usings alone make no class, and later lines would look for them there.
            tree = Parse($"{text}\n;", path, cancellation);
        }

        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, scriptClassName: name)
            // Inherited along the chain; given again they would hide the usings of the lines before.
            .WithUsings(previous is null ? usings.Select(u => u.StartsWith("static ", StringComparison.Ordinal) ? u["static ".Length..] : u) : [])
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithAllowUnsafe(true)
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithConcurrentBuild(false)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);
        var line = CSharpCompilation.CreateScriptCompilation(
            name, tree, _references.Resolve(references), options, (CSharpCompilation?)previous);

        using MemoryStream pe = new();
        using MemoryStream pdb = new();
        var emitted = line.Emit(pe, pdb, options: Portable, cancellationToken: cancellation);
        List<Diagnostic> diagnostics = [.. emitted.Diagnostics];
        if (emitted.Success)
        {
            diagnostics.AddRange(Inspection.Find(line.GetSemanticModel(tree), isScript: true, cancellation));
        }

        ScriptHints hints = new(line, tree, path, cancellation);
        CompilerMessage[] messages = [.. CompilationWithAnalyzers.GetEffectiveDiagnostics(diagnostics, line)
            .Where(d => !ScriptCompilation.IsStartedTask(d) && !d.IsSuppressed && d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => hints.Message(d) ?? ScriptCompilation.Message(d, path))
            .Distinct()
            .OrderBy(m => m.Line).ThenBy(m => m.Column)];
        if (!emitted.Success || line.GetEntryPoint(cancellation) is not { } entry)
        {
            return ((null, null, null, null, messages), null, false);
        }

        return ((pe.ToArray(), pdb.ToArray(), ScriptCompilation.MetadataName(entry.ContainingType), entry.MetadataName, messages), line, Declares(tree, cancellation));
    }

    private static string Blank(string text, Diagnostic[] places)
    {
        var characters = text.ToCharArray();
        foreach (var place in places)
        {
            characters.AsSpan(place.Location.SourceSpan.Start, place.Location.SourceSpan.Length).Fill(' ');
        }

        return new string(characters);
    }

    private static Diagnostic[] Errors(SyntaxTree tree, CancellationToken cancellation) =>
        [.. tree.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];

    private static SyntaxTree Parse(string text, string path, CancellationToken cancellation) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), PromptOptions, path, cancellation);

    // Whether later lines could name anything that this one makes. An expression may declare, too: 'out var', a pattern.
    private static bool Declares(SyntaxTree tree, CancellationToken cancellation)
    {
        var unit = (CompilationUnitSyntax)tree.GetRoot(cancellation);
        return unit.Usings.Count > 0 || unit.Externs.Count > 0 || unit.Members.Any(member =>
            member is not GlobalStatementSyntax { Statement: var statement }
            || (statement is not BlockSyntax && statement.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any()));
    }
}
