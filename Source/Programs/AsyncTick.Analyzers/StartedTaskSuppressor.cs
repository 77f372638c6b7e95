using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncTick.Analyzers;

/// <summary>Takes back CS4014 for <c>Start(...)</c> and its kin: a started task has an observer from the start, and not to await it is no mistake.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartedTaskSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Started = new("ATS0001", "CS4014", "A started task is observed by its loop, which logs its fault.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => ImmutableArray.Create(Started);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax call
                && Known.IsGameTask(context.GetSemanticModel(tree).GetTypeInfo(call, context.CancellationToken).Type))
            {
                context.ReportSuppression(Suppression.Create(Started, diagnostic));
            }
        }
    }
}
