using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>
/// AT0009: a loop that waits for something that others do, without an await that lets them: <c>while (true)</c> without a way out, or a condition
/// of which the loop itself changes nothing.
/// </summary>
internal static class SpinRule
{
    // Change only when other code runs, whatever the loop calls.
    private static readonly HashSet<string> ChangedByOthers = ["IsCancellationRequested", "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled"];

    public static void Check(Inspection inspection, StatementSyntax loop)
    {
        var (condition, body) = loop switch
        {
            WhileStatementSyntax each => (each.Condition, each.Statement),
            DoStatementSyntax each => (each.Condition, each.Statement),
            ForStatementSyntax each => (each.Incrementors.Count == 0 || each.Condition is null ? each.Condition : null, each.Statement),
            _ => (null, loop),
        };
        if (loop is ForStatementSyntax { Condition: not null, Incrementors.Count: > 0 } || LetsOthersRun(loop) || HasWayOut(loop, body))
        {
            return;
        }

        var isEndless = condition is null || condition.IsKind(SyntaxKind.TrueLiteralExpression);
        if ((isEndless || NobodyHereChanges(inspection, condition!, body)) && inspection.Loop.Contains(loop, withCalled: true))
        {
            var wait = inspection.Call(loop.SpanStart, "NextFrame()");
            inspection.Report(Descriptors.Spin, loop.GetFirstToken().GetLocation(), FixOf(loop, body, wait), wait);
        }
    }

    // Task.CompletedTask and its kin are awaited without a wait.
    private static bool LetsOthersRun(StatementSyntax loop) => OffThreadCode.OwnNodes(loop).Any(static node => node switch
    {
        AwaitExpressionSyntax wait => (wait.Expression is InvocationExpressionSyntax call ? call.Expression : wait.Expression).ToString()
            is not ("Task.CompletedTask" or "ValueTask.CompletedTask" or "PooledTask.CompletedTask" or "Task.FromResult" or "ValueTask.FromResult"),
        CommonForEachStatementSyntax each => each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        UsingStatementSyntax use => use.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        _ => false,
    });

    private static bool HasWayOut(StatementSyntax loop, StatementSyntax body) => OffThreadCode.OwnNodes(body).Prepend(body).Any(node => node switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or YieldStatementSyntax or GotoStatementSyntax => true,
        BreakStatementSyntax => node.Ancestors().First(static each => each is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax) == loop,
        _ => false,
    });

    private static bool NobodyHereChanges(Inspection inspection, ExpressionSyntax condition, StatementSyntax body)
    {
        if (condition.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }
            or ElementAccessExpressionSyntax or AwaitExpressionSyntax or ObjectCreationExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression }
            || node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PreDecrementExpression)))
        {
            return false;
        }

        var names = condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.Text).ToList();
        if (names.Any(ChangedByOthers.Contains))
        {
            if (body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(IsPumping))
            {
                return false;
            }

            return names.Where(name => !ChangedByOthers.Contains(name)).All(name => !IsAssigned(body, name));
        }

        // Any call might change a field, and any name might be a clock.
        return names.Count > 0
            && !body.DescendantNodesAndSelf().Any(static node =>
                (node is InvocationExpressionSyntax call && !IsIdling(call)) || node is ObjectCreationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax)
            && condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => inspection.Symbol(name) is not IPropertySymbol { ContainingType: { } type } || !IsClock(type));
    }

    private static bool IsAssigned(StatementSyntax body, string name) => body.DescendantNodesAndSelf().Any(node => node switch
    {
        AssignmentExpressionSyntax set => set.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(each => each.Identifier.Text == name),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression.ToString() == name,
        _ => false,
    });

    private static bool IsIdling(InvocationExpressionSyntax call) => call.Expression.ToString() is "Thread.Sleep" or "Thread.Yield" or "Thread.SpinWait";

    // A loop that is driven here runs what changes it.
    private static bool IsPumping(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: var name }
        && (name.StartsWith("Pump", StringComparison.Ordinal) || name.StartsWith("Run", StringComparison.Ordinal) || name is "Tick" or "Advance");

    private static bool IsClock(ITypeSymbol type) => type.Name is "Stopwatch" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "Environment" or "Console";

    private static Fix? FixOf(StatementSyntax loop, StatementSyntax body, string wait)
    {
        if (!Inspection.IsAsync(OffThreadCode.FunctionOf(loop)))
        {
            return null;
        }

        var title = $"Insert 'await {wait}'";
        var line = Layout.BreakBefore(loop);
        return body switch
        {
            BlockSyntax block => new Fix(title).Insert(LineStart(block.CloseBraceToken), $"{line.TrimStart('\r', '\n')}    await {wait};{line.Substring(0, line.Length - line.TrimStart('\r', '\n').Length)}"),
            EmptyStatementSyntax => new Fix(title).With(body.Span, $"{line}{{{line}    await {wait};{line}}}"),
            _ => new Fix(title).Insert(body.SpanStart, "{ ").Insert(body.Span.End, $" await {wait}; }}"),
        };
    }

    private static int LineStart(SyntaxToken token)
    {
        var line = token.SyntaxTree!.GetText().Lines.GetLineFromPosition(token.SpanStart);
        return line.ToString().TrimStart().StartsWith("}", StringComparison.Ordinal) ? line.Start : token.SpanStart;
    }
}
