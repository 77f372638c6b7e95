using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Compiler;

/// <summary>
/// Finds calls in a script that would hold the game thread, and often for ever: what they wait for needs the next frame to come.
/// </summary>
/// <remarks>
/// Code that a script hands to other threads (<c>RunInExecutor</c>, <c>Task.Run</c>, a <c>Thread</c>, or what follows
/// <c>await SwitchToThreadPool()</c> in the same function) may block and is left alone.
/// </remarks>
internal static class BlockingCalls
{
    private static readonly DiagnosticDescriptor Result = Rule(
        "AT0001", "'{0}' blocks the game thread until the task has ended, which needs the next frame; use 'await {1}'");

    private static readonly DiagnosticDescriptor Wait = Rule(
        "AT0002", "'{0}' blocks the game thread until the task has ended, which needs the next frame; use 'await {1}'");

    private static readonly DiagnosticDescriptor Sleep = Rule(
        "AT0003", "'{0}' stops the game for as long as it sleeps; use 'await Delay({1})'");

    private static readonly DiagnosticDescriptor ReadConsole = Rule(
        "AT0004", "'{0}' stops the game until a key is pressed; use 'await RunInExecutor(() => {1})'");

    private static readonly string[] TaskTypes =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task<TResult>", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask<TResult>", "AsyncTick.GameTask", "AsyncTick.GameTask<T>", "AsyncTick.GameTask<TResult>",
    ];

    /// <summary>Reports each blocking call of the script as a warning.</summary>
    public static IEnumerable<Diagnostic> Find(Compilation compilation, SyntaxTree tree, CancellationToken cancellation)
    {
        var model = compilation.GetSemanticModel(tree);
        OffThreadCode offThread = new(model, tree.GetRoot(cancellation), cancellation);
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
        {
            // Names first: asking the semantic model about every call costs more than the whole search.
            if (node is not MemberAccessExpressionSyntax access || !IsSuspicious(access.Name.Identifier.Text))
            {
                continue;
            }

            if (Judge(access, model, cancellation) is { } found && !offThread.Contains(node))
            {
                yield return found;
            }
        }
    }

    private static bool IsSuspicious(string name) =>
        name is "Result" or "Wait" or "WaitAll" or "WaitAny" or "GetResult" or "Sleep" or "ReadLine" or "ReadKey" or "Read";

    private static Diagnostic? Judge(MemberAccessExpressionSyntax access, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(access, cancellation).Symbol is not { } symbol)
        {
            return null;
        }

        var type = symbol.ContainingType.OriginalDefinition.ToDisplayString();
        var name = symbol.Name;
        var isTask = TaskTypes.Contains(type);
        SyntaxNode whole = access.Parent is InvocationExpressionSyntax call ? call : access;
        var left = access.Expression.ToString();
        return (type, name) switch
        {
            (_, "Result") when isTask && symbol is IPropertySymbol && !IsKnownEnded(access) => Diagnostic.Create(Result, access.Name.GetLocation(), "." + name, left),
            (_, "Wait") when isTask => Diagnostic.Create(Wait, access.Name.GetLocation(), ".Wait()", left),
            (_, "WaitAll" or "WaitAny") when isTask =>
                Diagnostic.Create(Wait, whole.GetLocation(), $"Task.{name}", $"Task.When{name["Wait".Length..]}{Arguments(whole)}"),
            (_, "GetResult") when IsAwaiter(symbol.ContainingType) => Diagnostic.Create(
                Result, access.Name.GetLocation(), ".GetAwaiter().GetResult()", AwaiterSource(access.Expression)),
            ("System.Threading.Thread", "Sleep") => Diagnostic.Create(Sleep, whole.GetLocation(), "Thread.Sleep", Seconds(whole)),
            ("System.Console", "ReadLine" or "ReadKey" or "Read") =>
                Diagnostic.Create(ReadConsole, whole.GetLocation(), $"Console.{name}", whole.ToString()),
            _ => null,
        };
    }

    // await Task.WhenAll(a, b); a.Result: common, correct, and does not block.
    private static bool IsKnownEnded(MemberAccessExpressionSyntax access)
    {
        var task = access.Expression.ToString();
        var function = access.FirstAncestorOrSelf<SyntaxNode>(OffThreadCode.IsFunction);
        return (function ?? access.SyntaxTree.GetRoot()).DescendantNodes()
            .OfType<AwaitExpressionSyntax>()
            .Where(a => a.Span.End <= access.SpanStart && a.FirstAncestorOrSelf<SyntaxNode>(OffThreadCode.IsFunction) == function)
            .Any(a => a.Expression.ToString() == task
                || a.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "WhenAll" } } all
                    && all.ArgumentList.Arguments.Any(argument => argument.ToString() == task));
    }

    private static bool IsAwaiter(INamedTypeSymbol type) =>
        type.ToDisplayString() is { } name
        && (name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) || name.StartsWith("AsyncTick.", StringComparison.Ordinal))
        && type.AllInterfaces.Any(i => i.Name == "INotifyCompletion");

    private static string AwaiterSource(ExpressionSyntax awaiter) =>
        awaiter is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } get }
            ? get.Expression.ToString()
            : awaiter.ToString();

    private static string Arguments(SyntaxNode whole) => whole is InvocationExpressionSyntax call ? call.ArgumentList.ToString() : "(...)";

    private static string Seconds(SyntaxNode sleep)
    {
        if (sleep is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } duration }, ..] })
        {
            return "seconds";
        }

        if (duration is LiteralExpressionSyntax { Token.Value: int milliseconds })
        {
            return (milliseconds / 1000.0).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return duration.ToString().StartsWith("TimeSpan.", StringComparison.Ordinal) ? $"{duration}.TotalSeconds" : $"{duration} / 1000.0";
    }

    private static DiagnosticDescriptor Rule(string id, string text) =>
        new(id, text, text, "AsyncTick", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
