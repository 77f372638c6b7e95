using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0008: a coroutine that is called and left alone where the compiler has no word for it (CS4014 is for async functions only).</summary>
internal static class StartRule
{
    private static readonly HashSet<string> OwnWaits = ["NextFrame", "Frames", "Delay", "Until", "WaitAsync", "LockAsync", "SwitchToThreadPool", "SwitchToGameThread"];

    public static void Check(Inspection inspection, InvocationExpressionSyntax call)
    {
        if (!IsLeftAlone(inspection, call) || NameOf(call.Expression) is not { } name)
        {
            return;
        }

        // In a script every coroutine has its name in this file.
        if (inspection.IsScript && !OwnWaits.Contains(name) && !IsDeclaredAsTask(inspection, name))
        {
            return;
        }

        if (inspection.Symbol(call) is not IMethodSymbol method || Known.IsGameTask(method.ReturnType))
        {
            return;
        }

        if (Known.IsOwnWait(method.ReturnType))
        {
            if (inspection.Loop.Contains(call, withCalled: true))
            {
                inspection.Report(Descriptors.NotStarted, call.GetLocation(), null, call, $"await {call}");
            }
        }
        else if ((Known.IsTask(method.ReturnType) || Known.IsPooledTask(method.ReturnType))
            && method.DeclaringSyntaxReferences.Length > 0
            && (inspection.Loop.Contains(call, withCalled: true) || IsCoroutineOfThisFile(inspection, method)))
        {
            var started = LoopCalls.Start(inspection.Model, call);
            inspection.Report(Descriptors.NotStarted, call.GetLocation(), Fix.Replace(call, started), call, started);
        }
    }

    private static bool IsLeftAlone(Inspection inspection, InvocationExpressionSyntax call) => call.Parent switch
    {
        ExpressionStatementSyntax => !IsAsyncForTheCompiler(inspection, OffThreadCode.FunctionOf(call)),
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => IsVoid(method.ReturnType) && !Inspection.IsAsync(method),
        ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax local } => IsVoid(local.ReturnType) && !Inspection.IsAsync(local),
        AnonymousFunctionExpressionSyntax lambda => !Inspection.IsAsync(lambda) && NameOf(call.Expression) is { } name && (!inspection.IsScript || OwnWaits.Contains(name) || IsDeclaredAsTask(inspection, name))
            && inspection.Model.GetTypeInfo(lambda, inspection.Cancellation).ConvertedType is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true },
        _ => false,
    };

    // The statements outside all functions are an async function if one of them awaits.
    private static bool IsAsyncForTheCompiler(Inspection inspection, SyntaxNode? function) =>
        function is null ? OffThreadCode.OwnNodes(inspection.Root).Any(static node => node is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }
            or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 }) : Inspection.IsAsync(function);

    private static bool IsVoid(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool IsTask(TypeSyntax type) => type.ToString().Contains("Task");

    private static string? NameOf(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => null,
    };

    private static bool IsDeclaredAsTask(Inspection inspection, string name) => inspection.Root.DescendantNodes().Any(node => node switch
    {
        LocalFunctionStatementSyntax local => local.Identifier.Text == name && IsTask(local.ReturnType),
        MethodDeclarationSyntax method => method.Identifier.Text == name && IsTask(method.ReturnType),
        _ => false,
    });

    private static bool IsCoroutineOfThisFile(Inspection inspection, IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(place =>
        place.SyntaxTree == inspection.Root.SyntaxTree && inspection.Loop.WaitsIn(place.GetSyntax(inspection.Cancellation)));
}
