using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncTick.Analyzers;

/// <summary>The rules AT0001 to AT0013 for projects. Does nothing in one that does not refer to AsyncTick.</summary>
/// <remarks>
/// Files of scripts that an editor's project compiles are named in <c>.editorconfig</c> with <c>asynctick_is_script = true</c>: in them all code
/// is a task of the loop, as when the script runs.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("AsyncTick.GameTask") is not null)
            {
                start.RegisterSemanticModelAction(static file => Inspect(file));
            }
        });
    }

    private static void Inspect(SemanticModelAnalysisContext file)
    {
        var isScript = file.Options.AnalyzerConfigOptionsProvider.GetOptions(file.SemanticModel.SyntaxTree).TryGetValue("asynctick_is_script", out var value) && value == "true";
        foreach (var found in Inspection.Find(file.SemanticModel, isScript, file.CancellationToken))
        {
            file.ReportDiagnostic(found);
        }
    }
}
