using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Compiler;

/// <summary>Knows which parts of a script run on other threads than the game's, and may therefore block.</summary>
internal sealed class OffThreadCode(SemanticModel model, SyntaxNode root, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, bool> _functions = new(SymbolEqualityComparer.Default);

    /// <summary>True when this node is a function of its own: a lambda, a local function, a method.</summary>
    public static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax;

    /// <summary>True when the code at this node is handed to another thread.</summary>
    public bool Contains(SyntaxNode node)
    {
        var function = node.FirstAncestorOrSelf<SyntaxNode>(IsFunction);
        if (FollowsSwitch(node, function))
        {
            return true;
        }

        return function switch
        {
            null => false,
            AnonymousFunctionExpressionSyntax lambda => IsHandedOver(lambda) || lambda.Parent is { } outside && Contains(outside),
            _ => model.GetDeclaredSymbol(function, cancellation) is { } symbol && IsOnlyHandedOver(symbol),
        };
    }

    // A function that is handed over somewhere and called nowhere on the game thread.
    private bool IsOnlyHandedOver(ISymbol symbol)
    {
        if (_functions.TryGetValue(symbol, out var known))
        {
            return known;
        }

        _functions[symbol] = false; // what a function that calls itself sees
        List<IdentifierNameSyntax> uses = [.. root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name =>
            name.Identifier.Text == symbol.Name
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, symbol))];
        return _functions[symbol] = uses.Count > 0 && uses.All(use => IsHandedOver(use) || Contains(use));
    }

    private static bool IsHandedOver(ExpressionSyntax function) => function.Parent is ArgumentSyntax { Parent.Parent: { } receiver }
        && receiver switch
        {
            InvocationExpressionSyntax call => IsHandOver(call.Expression),
            ObjectCreationExpressionSyntax created => created.Type.ToString() is "Thread" or "System.Threading.Thread",
            _ => false,
        };

    private static bool IsHandOver(ExpressionSyntax callee) => callee switch
    {
        IdentifierNameSyntax name => name.Identifier.Text is "RunInExecutor",
        GenericNameSyntax name => name.Identifier.Text is "RunInExecutor",
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text switch
        {
            "RunInExecutor" => true,
            "Run" => access.Expression.ToString() is "Task" or "System.Threading.Tasks.Task",
            "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" => true,
            "For" or "ForEach" or "Invoke" => access.Expression.ToString() is "Parallel",
            "StartNew" => true,
            _ => false,
        },
        _ => false,
    };

    private bool FollowsSwitch(SyntaxNode node, SyntaxNode? function)
    {
        var switches = (function ?? root).DescendantNodes()
            .OfType<AwaitExpressionSyntax>()
            .Where(a => a.Span.End <= node.SpanStart && a.FirstAncestorOrSelf<SyntaxNode>(IsFunction) == function)
            .Select(a => a.Expression is InvocationExpressionSyntax call ? call.Expression.ToString().Split('.')[^1] : "")
            .Where(name => name is "SwitchToThreadPool" or "SwitchToGameThread");
        return switches.LastOrDefault() == "SwitchToThreadPool";
    }
}
