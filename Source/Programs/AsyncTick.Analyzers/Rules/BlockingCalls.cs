using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0001 to AT0004: calls that hold the game thread, and often for ever: what they wait for needs the next frame to come.</summary>
/// <remarks>
/// Code that is handed to other threads (<c>RunInExecutor</c>, <c>Task.Run</c>, a <c>Thread</c>, or what follows
/// <c>await SwitchToThreadPool()</c> in the same function) may block and is left alone.
/// </remarks>
internal static class BlockingCalls
{
    public static void Check(Inspection inspection, MemberAccessExpressionSyntax access)
    {
        // Names first: asking the semantic model about every call costs more than the whole search.
        if (!IsSuspicious(access.Name.Identifier.Text) || inspection.Symbol(access) is not { ContainingType: { } type } symbol)
        {
            return;
        }

        var name = symbol.Name;
        var isTask = Known.IsTask(type) || Known.IsGameTask(type);
        SyntaxNode whole = access.Parent is InvocationExpressionSyntax call ? call : access;
        var left = access.Expression.ToString();
        switch (name)
        {
            case "Result" when isTask && symbol is IPropertySymbol && !IsKnownEnded(access, left):
                Report(Descriptors.Result, access.Name.GetLocation(), "." + name, () => left);
                break;
            case "Wait" when isTask:
                Report(Descriptors.Wait, access.Name.GetLocation(), ".Wait()", () => left);
                break;
            case "WaitAll" or "WaitAny" when isTask:
                Report(Descriptors.Wait, whole.GetLocation(), $"Task.{name}", () => $"Task.When{name.Substring("Wait".Length)}{Arguments(whole)}");
                break;
            case "GetResult" when IsAwaiter(type) && AwaiterSource(access.Expression) is var source && !IsKnownEnded(access, source):
                Report(Descriptors.Result, access.Name.GetLocation(), ".GetAwaiter().GetResult()", () => source);
                break;
            case "Sleep" when Known.IsType(type, "System.Threading", "Thread"):
                Report(Descriptors.Sleep, whole.GetLocation(), "Thread.Sleep", () => inspection.Call(access.SpanStart, $"Delay({Seconds(whole)})"));
                break;
            case "ReadLine" or "ReadKey" or "Read" when Known.IsType(type, "System", "Console"):
                Report(Descriptors.ReadConsole, whole.GetLocation(), $"Console.{name}", () => inspection.Call(access.SpanStart, $"RunInExecutor(() => {whole})"));
                break;
            default:
                break;
        }

        void Report(DiagnosticDescriptor rule, Location location, string blocking, Func<string> say)
        {
            // Last, for what it costs: which names are known at this place.
            if (inspection.Loop.Contains(access, withCalled: true))
            {
                var remedy = say();
                inspection.Report(rule, location, FixOf(access, whole, remedy), blocking, remedy);
            }
        }
    }

    private static bool IsSuspicious(string name) =>
        name is "Result" or "Wait" or "WaitAll" or "WaitAny" or "GetResult" or "Sleep" or "ReadLine" or "ReadKey" or "Read";

    // Task.WaitAny gives a number and Task.WhenAny a task; Wait with a limit tells whether it was met.
    private static Fix? FixOf(MemberAccessExpressionSyntax access, SyntaxNode whole, string remedy)
    {
        var isStatement = whole.Parent is ExpressionStatementSyntax;
        if (!Inspection.IsAsync(OffThreadCode.FunctionOf(access)) || (access.Name.Identifier.Text is "Wait" or "WaitAny" && !isStatement)
            || (access.Name.Identifier.Text == "Wait" && Arguments(whole) != "()"))
        {
            return null;
        }

        var isOperand = whole.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax;
        return Fix.Replace(whole, isOperand ? $"(await {remedy})" : $"await {remedy}");
    }

    // await Task.WhenAll(a, b); a.Result: common, correct, and does not block. So is what stands behind a look at IsCompleted.
    private static bool IsKnownEnded(MemberAccessExpressionSyntax access, string task)
    {
        var function = OffThreadCode.FunctionOf(access) ?? access.SyntaxTree.GetRoot();
        return function.DescendantNodes().Where(node => node.Span.End <= access.SpanStart).Any(node => node switch
        {
            AwaitExpressionSyntax wait => (OffThreadCode.FunctionOf(wait) ?? access.SyntaxTree.GetRoot()) == function && Ends(wait.Expression, task),
            MemberAccessExpressionSyntax look => look.Name.Identifier.Text is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" && look.Expression.ToString() == task,
            VariableDeclaratorSyntax { Initializer.Value: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax any } } first =>
                first.Identifier.Text == task && NameOf(any) == "WhenAny",
            YieldStatementSyntax { Expression: IdentifierNameSyntax waited } => access.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.Text == waited.Identifier.Text),
            _ => false,
        });
    }

    private static bool Ends(ExpressionSyntax awaited, string task) =>
        awaited.ToString() is var text && (text == task || text.StartsWith(task + ".", StringComparison.Ordinal))
        || (awaited is InvocationExpressionSyntax all && NameOf(all) == "WhenAll" && all.ArgumentList.Arguments.Any(argument => argument.ToString() == task));

    private static string NameOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.Text : call.Expression.ToString();

    private static bool IsAwaiter(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is "System.Runtime.CompilerServices" or "AsyncTick"
        && type.AllInterfaces.Any(static each => each.Name == "INotifyCompletion");

    private static string AwaiterSource(ExpressionSyntax awaiter) =>
        awaiter is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } get }
            ? get.Expression.ToString()
            : awaiter.ToString();

    private static string Arguments(SyntaxNode whole) => whole is InvocationExpressionSyntax call ? call.ArgumentList.ToString() : "(...)";

    private static string Seconds(SyntaxNode sleep)
    {
        if (sleep is not InvocationExpressionSyntax call || call.ArgumentList.Arguments.Count == 0)
        {
            return "seconds";
        }

        var duration = call.ArgumentList.Arguments[0].Expression;
        if (duration is LiteralExpressionSyntax { Token.Value: int milliseconds })
        {
            return (milliseconds / 1000.0).ToString(CultureInfo.InvariantCulture);
        }

        return duration.ToString() is var text && text.StartsWith("TimeSpan.", StringComparison.Ordinal) ? $"{text}.TotalSeconds"
            : duration is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax ? $"{text} / 1000.0"
            : $"({text}) / 1000.0";
    }
}
