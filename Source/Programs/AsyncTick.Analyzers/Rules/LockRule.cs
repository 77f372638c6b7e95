using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0010: what locks out threads, used by coroutines, which share one.</summary>
internal static class LockRule
{
    public static void Check(Inspection inspection, LockStatementSyntax statement)
    {
        var awaits = OffThreadCode.OwnNodes(statement).Any(static node => node is AwaitExpressionSyntax);
        var isOwn = inspection.MayUse("AsyncLock") && Known.IsType(inspection.Type(statement.Expression), "AsyncTick", "AsyncLock");
        if ((awaits || isOwn) && (isOwn || inspection.Loop.Contains(statement)))
        {
            var remedy = $"using (await {(isOwn ? statement.Expression : "AsyncLock")}.LockAsync())";
            var fix = isOwn && Inspection.IsAsync(OffThreadCode.FunctionOf(statement))
                ? new Fix($"Use '{remedy}'").With(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(statement.LockKeyword.SpanStart, statement.CloseParenToken.Span.End), remedy)
                : null;
            inspection.Report(Descriptors.Lock, statement.LockKeyword.GetLocation(), fix, "lock", remedy);
        }
    }

    public static void Check(Inspection inspection, MemberAccessExpressionSyntax access)
    {
        if (access.Parent is not InvocationExpressionSyntax call || !IsSuspicious(inspection, access.Name.Identifier.Text)
            || inspection.Symbol(call) is not IMethodSymbol { ContainingType: { } type } method)
        {
            return;
        }

        var function = OffThreadCode.FunctionOf(access);
        if (Known.IsType(type, "System.Threading", "SemaphoreSlim"))
        {
            if (method.Name == "Wait" ? inspection.Loop.Contains(access, withCalled: true) : EndsWithNobody(call) && inspection.Loop.Contains(access))
            {
                var fix = Inspection.IsAsync(function) && method.Parameters.Length == 0
                    ? Fix.Replace(call, $"{(method.Name == "Wait" ? "await " : "")}{access.Expression}.WaitAsync().InScope()")
                    : null;
                inspection.Report(Descriptors.Lock, access.Name.GetLocation(), fix, $"SemaphoreSlim.{method.Name}", "AsyncSemaphore' or 'WaitAsync().InScope()");
            }
        }
        else if (IsThreadLock(type) && Inspection.IsAsync(function) && IsHeldOverAnAwait(call, function ?? inspection.Root) && inspection.Loop.Contains(access))
        {
            inspection.Report(Descriptors.Lock, access.Name.GetLocation(), null, $"{type.Name}.{method.Name}", type.Name == "ReaderWriterLockSlim" ? "AsyncReaderWriterLock" : "using (await AsyncLock.LockAsync())");
        }
    }

    private static bool IsSuspicious(Inspection inspection, string name) => name switch
    {
        "Wait" or "WaitAsync" => inspection.MayUse("SemaphoreSlim") || inspection.MayUse("Monitor"),
        "Enter" or "TryEnter" or "EnterScope" => true,
        "EnterReadLock" or "EnterWriteLock" or "EnterUpgradeableReadLock" or "TryEnterReadLock" or "TryEnterWriteLock" => true,
        _ => false,
    };

    private static bool IsThreadLock(ITypeSymbol type) =>
        Known.IsType(type, "System.Threading", "Monitor") || Known.IsType(type, "System.Threading", "Lock") || Known.IsType(type, "System.Threading", "ReaderWriterLockSlim");

    // Without a token and InScope the wait goes on when its task is canceled, and then holds what no code will release.
    private static bool EndsWithNobody(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count == 0 && call.Parent is not MemberAccessExpressionSyntax { Name.Identifier.Text: "InScope" or "WaitAsync" };

    private static bool IsHeldOverAnAwait(InvocationExpressionSyntax call, SyntaxNode function)
    {
        var nodes = OffThreadCode.OwnNodes(function).Where(node => node.SpanStart > call.Span.End);
        foreach (var node in nodes)
        {
            switch (node)
            {
                case AwaitExpressionSyntax:
                    return true;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when access.Name.Identifier.Text.StartsWith("Exit", StringComparison.Ordinal):
                    return false;
                default:
                    break;
            }
        }

        return false;
    }
}
