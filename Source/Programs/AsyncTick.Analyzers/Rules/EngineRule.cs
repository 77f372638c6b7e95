using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>AT0005: an engine object's member in code that certainly runs on another thread.</summary>
internal static class EngineRule
{
    public static void Check(Inspection inspection, ExpressionSyntax use, SimpleNameSyntax name)
    {
        if (IsHarmless(name.Identifier.Text) || !inspection.OffThread.Contains(use, isCertain: true) || IsInNameOf(use)
            || inspection.Symbol(use) is not { Kind: SymbolKind.Method or SymbolKind.Property or SymbolKind.Event } symbol || !IsOfTheEngine(symbol))
        {
            return;
        }

        // Handing a method on is not a call of it.
        if (symbol is IMethodSymbol && use.Parent is not InvocationExpressionSyntax)
        {
            return;
        }

        var back = inspection.Call(use.SpanStart, "SwitchToGameThread()");
        var function = OffThreadCode.FunctionOf(use);
        var statement = use.FirstAncestorOrSelf<StatementSyntax>();
        // A lambda for other threads has no game thread to come back to: the call must move, and only its author knows where.
        var fix = Inspection.IsAsync(function) && function is not ExpressionSyntax && statement?.Parent is BlockSyntax
            ? new Fix($"Insert 'await {back}'").Insert(statement.SpanStart, $"await {back};{Layout.BreakBefore(statement)}")
            : null;
        inspection.Report(Descriptors.EngineOffThread, name.GetLocation(), fix, name.Identifier.Text, back);
    }

    // The engine's own members, and those that its generators fill in. A class of the game may have members that need no engine.
    private static bool IsOfTheEngine(ISymbol symbol) => Known.IsEngineObject(symbol.ContainingType)
        && (IsOfUnrealSharp(symbol.ContainingNamespace) || symbol.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "UPropertyAttribute" or "UFunctionAttribute"));

    private static bool IsOfUnrealSharp(INamespaceSymbol? space)
    {
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "UnrealSharp";
    }

    private static bool IsHarmless(string name) => name is "GetType" or "Equals" or "ReferenceEquals" or "NativeObject";

    private static bool IsInNameOf(SyntaxNode use) =>
        use.FirstAncestorOrSelf<InvocationExpressionSyntax>(static call => call.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" }) is not null;
}
