using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0011: in the <c>RunAsync</c> of a component or widget, an await of foreign code that is told nothing of the component's end.</summary>
internal static class TokenRule
{
    public static void Check(Inspection inspection, AwaitExpressionSyntax wait)
    {
        if (OffThreadCode.FunctionOf(wait) is not MethodDeclarationSyntax { Identifier.Text: "RunAsync", ParameterList.Parameters.Count: 1 } run
            || !run.Modifiers.Any(SyntaxKind.OverrideKeyword)
            || Call(wait.Expression) is not { } call
            || inspection.Symbol(call) is not IMethodSymbol { DeclaringSyntaxReferences.Length: 0, MethodKind: not MethodKind.DelegateInvoke } method
            || !Known.IsTask(method.ReturnType) || IsOfThisProduct(method) || Known.IsTask(method.ContainingType) && method.Name != "Delay"
            || call.ArgumentList.Arguments.Any(argument => Known.IsToken(inspection.Type(argument.Expression)))
            || inspection.Model.GetDeclaredSymbol(run, inspection.Cancellation) is not { } declared || !IsOfAComponent(declared) || inspection.OffThread.Contains(wait, isCertain: true))
        {
            return;
        }

        var token = run.ParameterList.Parameters[0].Identifier.Text;
        if (Argument(method, token) is { } argument)
        {
            var comma = call.ArgumentList.Arguments.Count > 0 ? ", " : "";
            var fix = new Fix($"Pass '{token}'").Insert(call.ArgumentList.CloseParenToken.SpanStart, comma + argument);
            inspection.Report(Descriptors.Token, call.GetLocation(), fix, Layout.Short(call), $"{method.Name}(..., {argument})");
        }
        else
        {
            var end = Known.IsType(method.ReturnType, "System.Threading.Tasks", "ValueTask") ? ".AsTask().InScope()" : ".InScope()";
            inspection.Report(Descriptors.Token, call.GetLocation(), new Fix($"Append '{end}'").Insert(call.Span.End, end), Layout.Short(call), $"{Layout.Short(call)}{end}");
        }
    }

    // What is awaited, behind ConfigureAwait and AsTask. A call of InScope or WaitAsync is a call that ends.
    private static InvocationExpressionSyntax? Call(ExpressionSyntax awaited) => awaited switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" or "ConfigureWithUnrealContext" or "AsTask" } inner } => Call(inner.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "InScope" or "WaitAsync" } } => null,
        InvocationExpressionSyntax call => call,
        _ => null,
    };

    private static bool IsOfThisProduct(IMethodSymbol method) =>
        method.ContainingAssembly?.Name is { } name && (name == "UnrealAsyncTick" || name == "AsyncTick" || name.StartsWith("AsyncTick.", StringComparison.Ordinal));

    // The adapter's components and widgets hand the token of their end to the method.
    private static bool IsOfAComponent(IMethodSymbol method)
    {
        if (!Known.IsToken(method.Parameters[0].Type))
        {
            return false;
        }

        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return Known.IsEngineObject(method.ContainingType);
    }

    // An optional parameter of the method itself, or an overload that has one more.
    private static string? Argument(IMethodSymbol method, string token)
    {
        if (method.Parameters.FirstOrDefault(static parameter => Known.IsToken(parameter.Type)) is { } optional)
        {
            return $"{optional.Name}: {token}";
        }

        var definition = method.ReducedFrom ?? method;
        return definition.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
            other.DeclaredAccessibility == Accessibility.Public && other.IsStatic == definition.IsStatic
            && other.Parameters.Length == definition.Parameters.Length + 1 && Known.IsToken(other.Parameters[other.Parameters.Length - 1].Type)
            && definition.OriginalDefinition.Parameters.Zip(other.Parameters, static (mine, its) => mine.Type.ToDisplayString() == its.Type.ToDisplayString()).All(static same => same))
            ? token
            : null;
    }
}
