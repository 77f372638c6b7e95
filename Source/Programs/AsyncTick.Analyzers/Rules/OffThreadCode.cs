using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>Knows which parts of a file run on other threads than the game's, and may therefore block.</summary>
internal sealed class OffThreadCode(SemanticModel model, SyntaxNode root, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, bool> _functions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxNode, List<(int Position, Way Way)>> _ways = [];

    private enum Way
    {
        ToGameThread,
        ToThreadPool,
        Unconfigured,
    }

    /// <summary>True when this node is a function of its own: a lambda, a local function, a method, an accessor.</summary>
    public static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;

    public static SyntaxNode? FunctionOf(SyntaxNode node) => node.Parent?.FirstAncestorOrSelf<SyntaxNode>(IsFunction);

    /// <summary>The nodes of a function, or of the statements outside all functions, without those of functions within.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode function) =>
        function.DescendantNodes(node => node == function || !IsFunction(node));

    /// <summary>True when the code at this node is handed to another thread.</summary>
    /// <param name="node">A place.</param>
    /// <param name="isCertain">Counts only code that certainly runs elsewhere, not that behind <c>ConfigureAwait(false)</c>.</param>
    public bool Contains(SyntaxNode node, bool isCertain = false)
    {
        var function = FunctionOf(node);
        if (FollowsSwitch(node, function, isCertain))
        {
            return true;
        }

        return function switch
        {
            null => false,
            AnonymousFunctionExpressionSyntax lambda => IsHandedOver(lambda) || (!IsHandedBack(lambda) && Contains(lambda, isCertain)),
            LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax => model.GetDeclaredSymbol(function, cancellation) is { } symbol && IsOnlyHandedOver(symbol, isCertain),
            _ => false,
        };
    }

    /// <summary>True when this lambda or name of a function is an argument that another thread runs.</summary>
    public static bool IsHandedOver(ExpressionSyntax function) => function.Parent is ArgumentSyntax { Parent.Parent: { } receiver }
        && receiver switch
        {
            InvocationExpressionSyntax call => IsHandOver(call.Expression),
            ObjectCreationExpressionSyntax created => created.Type.ToString() is "Thread" or "System.Threading.Thread" or "Timer" or "System.Threading.Timer",
            _ => false,
        };

    // From any thread, and run by the loop's own.
    private static bool IsHandedBack(ExpressionSyntax function) => function.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        && (call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression).ToString() is "Post" or "Start" or "StartTask" or "CallLater";

    // A function that is handed over somewhere and called nowhere on the game thread.
    private bool IsOnlyHandedOver(ISymbol symbol, bool isCertain)
    {
        if (_functions.TryGetValue(symbol, out var known))
        {
            return known;
        }

        _functions[symbol] = false; // what a function that calls itself sees
        var uses = root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name =>
            name.Identifier.Text == symbol.Name
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, symbol)).ToList();
        return _functions[symbol] = uses.Count > 0 && uses.All(use => IsHandedOver(use) || (!IsHandedBack(use) && Contains(use, isCertain)));
    }

    private static bool IsHandOver(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name.Identifier.Text is "RunInExecutor",
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

    private bool FollowsSwitch(SyntaxNode node, SyntaxNode? function, bool isCertain)
    {
        var around = function ?? root;
        if (!_ways.TryGetValue(around, out var ways))
        {
            _ways[around] = ways = OwnNodes(around).OfType<AwaitExpressionSyntax>().Select(static wait => (Position: wait.Span.End, Way: WayOf(wait)))
                .Where(static way => way.Way is not null).Select(static way => (way.Position, way.Way!.Value)).ToList();
        }

        Way? last = null;
        foreach (var (position, way) in ways)
        {
            if (position <= node.SpanStart && (!isCertain || way != Way.Unconfigured))
            {
                last = way;
            }
        }

        return last is Way.ToThreadPool or Way.Unconfigured;
    }

    private static Way? WayOf(AwaitExpressionSyntax wait) => wait.Expression is not InvocationExpressionSyntax call ? null
        : (call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression).ToString() switch
        {
            "SwitchToThreadPool" => Way.ToThreadPool,
            "SwitchToGameThread" => Way.ToGameThread,
            "ConfigureAwait" when call.ArgumentList.ToString() == "(false)" => Way.Unconfigured,
            _ => null,
        };
}
