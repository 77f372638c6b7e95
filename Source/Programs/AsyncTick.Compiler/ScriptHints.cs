using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Compiler;

/// <summary>Says the right form where the compiler's own words do not: for what is usually meant by some of its diagnostics in a script.</summary>
internal sealed class ScriptHints(Compilation compilation, SyntaxTree tree, string path, CancellationToken cancellation)
{
    private SemanticModel? _model;

    private SemanticModel Model => _model ??= compilation.GetSemanticModel(tree);

    /// <summary>A message in the place of the compiler's, or null.</summary>
    public CompilerMessage? Message(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree != tree)
        {
            return null;
        }

        var node = tree.GetRoot(cancellation).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return diagnostic.Id switch
        {
            "CS0103" => Print(diagnostic, node),
            "CS0246" when node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null => Package(diagnostic),
            "CS4014" => Unawaited(diagnostic, node),
            _ when diagnostic.Severity == DiagnosticSeverity.Error => Start(node),
            _ => null,
        };
    }

    private CompilerMessage? Print(Diagnostic diagnostic, SyntaxNode node) =>
        node is IdentifierNameSyntax { Identifier.Text: "print" or "println", Parent: InvocationExpressionSyntax call } name
            ? With(diagnostic.Location, "AT0107", $"there is no '{name.Identifier.Text}' here. Write {(call.ArgumentList.Arguments.Count == 1 ? $"Log{call.ArgumentList}" : "Log($\"...\") with one text")}")
            : null;

    private CompilerMessage Package(Diagnostic diagnostic)
    {
        var said = ScriptCompilation.Message(diagnostic, path);
        return said with { Text = $"{said.Text} In a script a NuGet package is named by a line #:package Name@Version before the code" };
    }

    // Its own words stay: they are what one finds explained elsewhere.
    private CompilerMessage? Unawaited(Diagnostic diagnostic, SyntaxNode node) =>
        node is InvocationExpressionSyntax call && ScriptCompilation.Message(diagnostic, path) is var said
            ? said with { Text = $"{said.Text} In a script: '{call}' is canceled when the code that called it has ended; write await {call} or {StartOf(call)}" }
            : null;

    private CompilerMessage? Start(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>(IsStart) is not { ArgumentList.Arguments: [{ Expression: { } body }, ..] } start || IsDeclared("Start"))
        {
            return null;
        }

        // Only when it is the argument itself that does not fit, not something within it.
        if (node != start.Expression && !node.Contains(body) && !IsResultOf(body, node))
        {
            return null;
        }

        if (body is InvocationExpressionSyntax call && IsTask(Model.GetTypeInfo(call, cancellation).Type))
        {
            return With(body.GetLocation(), "AT0105", $"'Start' takes a function and starts it; '{call}' has been called already. Write {StartOf(call)}");
        }

        if (body is LambdaExpressionSyntax { AsyncKeyword.RawKind: 0, ExpressionBody: { } result } && IsVoid(Model.GetTypeInfo(result, cancellation).Type))
        {
            return With(body.GetLocation(), "AT0106", $"'Start' takes an async function, and '{body}' returns nothing to wait for. Call it directly, or write async () => {{ ... }} with an await in it");
        }

        var methods = Model.GetMemberGroup(body, cancellation);
        return methods.Length > 0 && methods.All(method => method is IMethodSymbol { ReturnsVoid: true })
            ? With(body.GetLocation(), "AT0106", $"'Start' takes an async function, and '{body}' returns nothing to wait for. Call {body}() directly, or declare it 'async Task'")
            : null;
    }

    private bool IsDeclared(string function) => tree.GetRoot(cancellation).DescendantNodes().Any(node => node is LocalFunctionStatementSyntax own && own.Identifier.Text == function);

    private static bool IsResultOf(ExpressionSyntax body, SyntaxNode node) => body is LambdaExpressionSyntax { ExpressionBody: { } result } && node == result;

    private static bool IsStart(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text == "Start",
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text == "Start",
        _ => false,
    };

    private static bool IsTask(ITypeSymbol? type) => type?.Name is "Task" or "ValueTask" or "PooledTask" or "GameTask";

    private static bool IsVoid(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Void;

    private static string StartOf(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Count == 0 ? $"Start({call.Expression})" : $"Start(() => {call})";

    private CompilerMessage With(Location location, string id, string text)
    {
        var start = location.GetMappedLineSpan().StartLinePosition;
        return (path, start.Line + 1, start.Character + 1, (int)DiagnosticSeverity.Error, id, text);
    }
}
