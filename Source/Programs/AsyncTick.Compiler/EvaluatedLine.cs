using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncTick.Compiler;

/// <summary>Turns a line typed at a prompt into a program: the value of a last expression without a semicolon is kept for the caller.</summary>
internal static class EvaluatedLine
{
    private const string ResultType = "__Evaluated";

    private static readonly CSharpParseOptions PromptOptions = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Makes a program whose class <c>__Evaluated</c> holds the value in its static field <c>Value</c>, if the line has one.</summary>
    public static string Wrap(string text, string path)
    {
        // Only a prompt's grammar knows an expression without a semicolon; it is used to find that expression, not to compile.
        CompilationUnitSyntax unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, PromptOptions).GetRoot();
        if (unit.Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            return $"{text}\n{Holder("")}";

        TextSpan span = last.Expression.Span;
        LinePositionSpan lines = unit.SyntaxTree.GetLineSpan(span).Span;
        string before = text[..span.Start];
        string expression = text[span.Start..span.End];
        if (IsStatement(last.Expression))
            return $"{before}{Capture(expression, lines, path)}\n{Holder(Overloads)}";
        return $"{before}\n{ResultType}.Value =\n{LineDirective(lines, path)}\n{expression};\n{Holder("")}";
    }

    // A call may have no value. Overload resolution cannot see void, so whether there is one is left to the compiler's inference:
    // the lambda binds to Func<T> when it has a value and to Action when it has none.
    private static string Capture(string expression, LinePositionSpan lines, string path)
    {
        bool awaits = expression.Contains("await", StringComparison.Ordinal);
        string call = awaits ? $"await {ResultType}.HoldAsync(async () =>" : $"{ResultType}.Hold(() =>";
        return $"\n{call}\n{LineDirective(lines, path)}\n{expression}\n);";
    }

    private static bool IsStatement(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or AwaitExpressionSyntax or ConditionalAccessExpressionSyntax;

    private static string LineDirective(LinePositionSpan lines, string path) =>
        $"#line ({lines.Start.Line + 1},{lines.Start.Character + 1})-({lines.End.Line + 1},{lines.End.Character + 2}) \"{path}\"";

    private const string Overloads = """
            public static void Hold(System.Action run) => run();
            public static void Hold<T>(System.Func<T> run) => Value = run();
            public static System.Threading.Tasks.Task HoldAsync(System.Func<System.Threading.Tasks.Task> run) => run();
            public static async System.Threading.Tasks.Task HoldAsync<T>(System.Func<System.Threading.Tasks.Task<T>> run) => Value = await run();

        """;

    private static string Holder(string members) => $"static class {ResultType}\n{{\n    public static object? Value = null;\n{members}}}\n";
}
