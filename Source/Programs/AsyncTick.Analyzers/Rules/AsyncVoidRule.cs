using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncTick.Analyzers;

/// <summary>AT0007: <c>async void</c>, written or made of a lambda by the delegate that it becomes.</summary>
internal static class AsyncVoidRule
{
    public static void Check(Inspection inspection, SyntaxNode function)
    {
        if (!Inspection.IsAsync(function) || !IsVoid(inspection, function) || !IsOfTheLoop(inspection, function))
        {
            return;
        }

        var (place, said) = function switch
        {
            MethodDeclarationSyntax method => (method.Identifier.GetLocation(), $"'{method.Identifier.Text}'"),
            LocalFunctionStatementSyntax local => (local.Identifier.GetLocation(), $"'{local.Identifier.Text}'"),
            AnonymousFunctionExpressionSyntax lambda => (lambda.AsyncKeyword.GetLocation(), "this function"),
            _ => (function.GetLocation(), "this function"),
        };
        inspection.Report(Descriptors.AsyncVoid, place, FixOf(inspection, function), said, inspection.Start(function.SpanStart, "async () => ..."));
    }

    private static bool IsVoid(Inspection inspection, SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => IsVoid(method.ReturnType),
        LocalFunctionStatementSyntax local => IsVoid(local.ReturnType),
        // Most lambdas of scripts are given to Start and its kin, which take no function without a task.
        AnonymousFunctionExpressionSyntax lambda => !IsGivenToStart(lambda)
            && inspection.Model.GetTypeInfo(lambda, inspection.Cancellation).ConvertedType is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true },
        _ => false,
    };

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool IsGivenToStart(SyntaxNode lambda) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var callee } }
        && (callee is MemberAccessExpressionSyntax access ? access.Name : callee).ToString() is "Start" or "StartTask" or "Group" or "Race" or "Retry" or "WithTimeout" or "Run";

    // By its own words, or those around it: a handler that a coroutine subscribes.
    private static bool IsOfTheLoop(Inspection inspection, SyntaxNode function)
    {
        var inside = function switch
        {
            MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
            LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
            AnonymousFunctionExpressionSyntax lambda => lambda.Body,
            _ => null,
        };
        return inside is not null && inspection.Loop.Contains(inside, isCertain: true);
    }

    // The signature stays, so that its callers and overrides go on to compile.
    private static Fix? FixOf(Inspection inspection, SyntaxNode function)
    {
        var (keyword, block, expression) = function switch
        {
            MethodDeclarationSyntax method => (method.Modifiers.First(static token => token.IsKind(SyntaxKind.AsyncKeyword)), method.Body, method.ExpressionBody?.Expression),
            LocalFunctionStatementSyntax local => (local.Modifiers.First(static token => token.IsKind(SyntaxKind.AsyncKeyword)), local.Body, local.ExpressionBody?.Expression),
            AnonymousFunctionExpressionSyntax lambda => (lambda.AsyncKeyword, lambda.Block, lambda.ExpressionBody),
            _ => (default, null, null),
        };
        var body = (SyntaxNode?)block ?? expression;
        if (body is null)
        {
            return null;
        }

        var (before, after) = Around(inspection.Start(body.SpanStart, "async () => \n"));
        var isMethod = function is not AnonymousFunctionExpressionSyntax;
        var fix = new Fix($"Start the body with '{before.TrimEnd()} ...)'").With(FromTo(keyword.Span.Start, keyword.GetNextToken().SpanStart), "");
        return block is not null && isMethod
            ? fix.Insert(block.SpanStart, $"=> {before}").Insert(block.Span.End, $"{after};")
            : fix.Insert(body.SpanStart, before).Insert(body.Span.End, after);
    }

    private static (string Before, string After) Around(string call)
    {
        var parts = call.Split('\n');
        return (parts[0], parts[1]);
    }

    private static TextSpan FromTo(int start, int end) => TextSpan.FromBounds(start, end);
}
