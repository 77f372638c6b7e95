using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0012: a <c>[UFunction]</c> that returns a task without being async, which UnrealSharp's generator cannot build.</summary>
internal static class NodeRule
{
    public static void Check(Inspection inspection, MethodDeclarationSyntax method)
    {
        if (method.Modifiers.Any(SyntaxKind.AsyncKeyword) || method.Modifiers.Any(SyntaxKind.AbstractKeyword) || method.ReturnType is PredefinedTypeSyntax
            || !method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString().Split('.').Last() is "UFunction" or "UFunctionAttribute")
            || !Known.IsTask(inspection.Type(method.ReturnType)))
        {
            return;
        }

        inspection.Report(Descriptors.Node, method.Identifier.GetLocation(), FixOf(inspection, method), method.Identifier.Text);
    }

    // Offered where each way out is a task that can be awaited in its place.
    private static Fix? FixOf(Inspection inspection, MethodDeclarationSyntax method)
    {
        if (method.Modifiers.Any(SyntaxKind.PartialKeyword) && method.Body is null && method.ExpressionBody is null)
        {
            return null;
        }

        var fix = new Fix("Add 'async'").Insert(method.ReturnType.SpanStart, "async ");
        if (method.ExpressionBody is { } arrow)
        {
            return fix.Insert(arrow.Expression.SpanStart, "await ");
        }

        var hasResult = inspection.Type(method.ReturnType) is INamedTypeSymbol { IsGenericType: true };
        foreach (var exit in OffThreadCode.OwnNodes(method).OfType<ReturnStatementSyntax>().Where(static exit => exit.Expression is not null))
        {
            if (hasResult)
            {
                fix.Insert(exit.Expression!.SpanStart, "await ");
            }
            else if (exit.Parent == method.Body && method.Body!.Statements.Last() == exit)
            {
                fix.With(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(exit.SpanStart, exit.Expression!.SpanStart), "await ");
            }
            else
            {
                return null;
            }
        }

        return fix;
    }
}
