using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>
/// Knows which code runs on the game thread, in a task of the loop. In a script all does that is not handed to another thread. In a project it must
/// be seen: a function that itself waits or starts something by the loop, one that is given to the loop, a method of an engine object; and, where
/// a rule asks for it, what such code calls in the same file.
/// </summary>
internal sealed class LoopCode(SemanticModel model, SyntaxNode root, bool isScript, OffThreadCode offThread, CancellationToken cancellation)
{
    // What works only in a task of a loop. Log, Token and the like work elsewhere, too, and say nothing.
    private static readonly HashSet<string> Waits =
    [
        "NextFrame", "Frames", "Delay", "Until", "Every", "Start", "CallLater", "Group", "Race", "Retry", "WithTimeout", "RunInExecutor",
        "SwitchToThreadPool", "SwitchToGameThread", "Defer", "InScope", "StartTask", "RunNode",
    ];

    private static readonly HashSet<string> Starters =
        ["Start", "StartTask", "RunNode", "CallLater", "Group", "Race", "Retry", "WithTimeout", "Post", "Until"];

    private readonly Dictionary<SyntaxNode, bool> _direct = [];
    private readonly Dictionary<SyntaxNode, bool> _called = [];

    /// <summary>Whether the code at this node runs on the game thread.</summary>
    /// <param name="node">A place.</param>
    /// <param name="withCalled">Includes functions that are only called by such code.</param>
    /// <param name="isCertain">Counts code behind <c>ConfigureAwait(false)</c>, too.</param>
    public bool Contains(SyntaxNode node, bool withCalled = false, bool isCertain = false)
    {
        if (offThread.Contains(node, isCertain))
        {
            return false;
        }

        if (isScript)
        {
            return true;
        }

        var function = OffThreadCode.FunctionOf(node) ?? root;
        return IsDirect(function) || (withCalled && IsCalled(function));
    }

    /// <summary>Whether this function is a coroutine by its own words: it waits by the loop.</summary>
    public bool WaitsIn(SyntaxNode function) => OffThreadCode.OwnNodes(function).OfType<SimpleNameSyntax>().Any(name =>
        Waits.Contains(name.Identifier.Text) && model.GetSymbolInfo(name, cancellation).Symbol is IMethodSymbol method && Known.IsOurs(method) && IsOfTheLoop(method));

    private static bool IsOfTheLoop(IMethodSymbol method) =>
        method.Name is "InScope" or "StartTask" or "RunNode" || Known.IsType(method.ContainingType, "AsyncTick", "Async");

    private bool IsDirect(SyntaxNode function)
    {
        if (!_direct.TryGetValue(function, out var known))
        {
            _direct[function] = known = WaitsIn(function) || function switch
            {
                AnonymousFunctionExpressionSyntax lambda => IsGivenToTheLoop(lambda),
                LocalFunctionStatementSyntax or AccessorDeclarationSyntax => false,
                BaseMethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method =>
                    !method.Modifiers.Any(SyntaxKind.StaticKeyword) && Known.IsEngineObject(model.GetDeclaredSymbol(type, cancellation)),
                _ => false,
            };
        }

        return known;
    }

    private bool IsGivenToTheLoop(ExpressionSyntax function) =>
        function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        && Name(call) is { } name && Starters.Contains(name)
        && Known.IsOurs(model.GetSymbolInfo(call, cancellation).Symbol);

    // Called, or given to the loop by its name, in code of the loop of this file.
    private bool IsCalled(SyntaxNode function)
    {
        if (_called.TryGetValue(function, out var known))
        {
            return known;
        }

        _called[function] = false; // what a function that calls itself sees
        var symbol = function is LocalFunctionStatementSyntax or MethodDeclarationSyntax ? model.GetDeclaredSymbol(function, cancellation) : null;
        return _called[function] = symbol is not null && root.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.Text == symbol.Name
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, symbol)
            && (IsGivenToTheLoop(name) || (IsInvoked(name) && Contains(name, withCalled: true))));
    }

    private static bool IsInvoked(IdentifierNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Name == name;

    private static string? Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        _ => null,
    };
}
