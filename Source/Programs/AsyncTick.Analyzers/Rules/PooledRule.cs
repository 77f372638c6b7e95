using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0013: a <c>PooledTask</c> that is awaited twice, stored or combined; its object serves another call after the first await.</summary>
internal static class PooledRule
{
    public static void Check(Inspection inspection, SyntaxNode node)
    {
        switch (node)
        {
            case VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local:
                CheckLocal(inspection, local);
                break;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: InvocationExpressionSyntax call } set:
                if (IsPooled(inspection, call) && inspection.Symbol(set.Left) is IFieldSymbol or IPropertySymbol || (set.Left is ElementAccessExpressionSyntax && IsPooled(inspection, call)))
                {
                    Report(inspection, call, "this one is kept");
                }

                break;
            case InvocationExpressionSyntax call when IsKept(inspection, call) && IsPooled(inspection, call):
                Report(inspection, call, call.Parent is EqualsValueClauseSyntax ? "this one is kept" : "this one is put into a collection");
                break;
            default:
                break;
        }
    }

    private static void Report(Inspection inspection, InvocationExpressionSyntax call, string what) =>
        inspection.Report(Descriptors.Pooled, call.GetLocation(), null, what, $"{Layout.Short(call)}.AsTask()");

    // Field and property initializers; elements of arrays and collections; what is added to one.
    private static bool IsKept(Inspection inspection, InvocationExpressionSyntax call) => call.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or PropertyDeclarationSyntax } => true,
        InitializerExpressionSyntax or ExpressionElementSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Add" or "Enqueue" or "Push" } } adding } =>
            inspection.Symbol(adding) is IMethodSymbol { ContainingNamespace: { } space } && space.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsPooled(Inspection inspection, InvocationExpressionSyntax call) => Known.IsPooledTask(inspection.Type(call));

    private static void CheckLocal(Inspection inspection, VariableDeclaratorSyntax local)
    {
        if (local.Initializer?.Value is not InvocationExpressionSyntax call || !IsPooled(inspection, call)
            || local.FirstAncestorOrSelf<BlockSyntax>() is not { } scope && local.FirstAncestorOrSelf<CompilationUnitSyntax>() is not { }
            || IsAssignedAgain(local))
        {
            return;
        }

        var around = OffThreadCode.FunctionOf(local) ?? inspection.Root;
        var awaits = OffThreadCode.OwnNodes(around).OfType<AwaitExpressionSyntax>()
            .Where(wait => wait.Expression is IdentifierNameSyntax name && name.Identifier.Text == local.Identifier.Text && wait.SpanStart > local.Span.End
                && SymbolEqualityComparer.Default.Equals(inspection.Symbol(name), inspection.Model.GetDeclaredSymbol(local, inspection.Cancellation)))
            .ToList();
        var second = awaits.FirstOrDefault(wait => IsInALoop(wait, local)) ?? awaits.Skip(1).FirstOrDefault(wait => awaits.TakeWhile(other => other != wait).Any(other => Meets(other, wait)));
        if (second is null)
        {
            return;
        }

        var type = (local.Parent as VariableDeclarationSyntax)!.Type;
        var fix = type.IsVar ? new Fix("Append '.AsTask()'").Insert(call.Span.End, ".AsTask()") : null;
        inspection.Report(Descriptors.Pooled, second.GetLocation(), fix, "this one is awaited twice", $"{Layout.Short(call)}.AsTask()");
    }

    private static bool IsAssignedAgain(VariableDeclaratorSyntax local) => (OffThreadCode.FunctionOf(local) ?? local.SyntaxTree.GetRoot()).DescendantNodes()
        .Any(node => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } && name.Identifier.Text == local.Identifier.Text);

    private static bool IsInALoop(AwaitExpressionSyntax wait, VariableDeclaratorSyntax local) => wait.Ancestors()
        .TakeWhile(node => !node.Contains(local))
        .Any(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
        && !LeavesTheLoop(wait);

    private static bool LeavesTheLoop(SyntaxNode wait) =>
        wait.FirstAncestorOrSelf<BlockSyntax>()?.Statements.LastOrDefault() is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax
        || wait.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax;

    // Whether code that has passed the first can come to the second.
    private static bool Meets(SyntaxNode first, SyntaxNode second)
    {
        var branch = first;
        for (var around = first.Parent; around is not null; branch = around, around = around.Parent)
        {
            if (around.Contains(second))
            {
                return around is not (IfStatementSyntax { Else: not null } or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax)
                    || (around is IfStatementSyntax choice && choice.Condition.Contains(first));
            }

            if (branch is StatementSyntax && around is BlockSyntax block && block.Statements.Last() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
                || around is ReturnStatementSyntax or ThrowStatementSyntax)
            {
                return false;
            }
        }

        return false;
    }
}
