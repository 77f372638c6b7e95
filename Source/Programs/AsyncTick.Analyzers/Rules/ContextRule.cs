using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0006: <c>ConfigureAwait(false)</c> and UnrealSharp's <c>ConfigureWithUnrealContext()</c> in a coroutine.</summary>
internal static class ContextRule
{
    // ConfigureAwaitOptions.ContinueOnCapturedContext
    private const int KeepsContext = 1;

    public static void Check(Inspection inspection, MemberAccessExpressionSyntax access)
    {
        var name = access.Name.Identifier.Text;
        if (name is not ("ConfigureAwait" or "ConfigureWithUnrealContext") || access.Parent is not InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } call)
        {
            return;
        }

        var arguments = call.ArgumentList.Arguments;
        var options = name == "ConfigureAwait" && arguments.Count == 1 ? inspection.Model.GetConstantValue(arguments[0].Expression, inspection.Cancellation).Value : false;
        if (options is not (false or int) || (options is int flags && (flags & KeepsContext) != 0) || !inspection.Loop.Contains(call, isCertain: true))
        {
            return;
        }

        var fix = options is int and not 0
            ? new Fix("Stay in the task's context").Insert(arguments[0].Span.End, " | ConfigureAwaitOptions.ContinueOnCapturedContext")
            : new Fix($"Remove '.{name}'").With(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(access.Expression.Span.End, call.Span.End), "");
        inspection.Report(Descriptors.Context, access.Name.GetLocation(), fix, $".{name}{call.ArgumentList}");
    }
}
