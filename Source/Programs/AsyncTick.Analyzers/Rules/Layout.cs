using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncTick.Analyzers;

/// <summary>How a fix's lines fit into the file that they go into.</summary>
internal static class Layout
{
    /// <summary>A line break with the indentation of this node's line.</summary>
    public static string BreakBefore(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(node.SpanStart);
        var start = line.ToString();
        var indentation = start.Substring(0, start.Length - start.TrimStart().Length);
        var end = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        return (end.Length > 0 ? end : "\n") + indentation;
    }

    /// <summary>Without comments and line breaks, for a message.</summary>
    public static string Short(SyntaxNode node)
    {
        var text = node.WithoutTrivia().NormalizeWhitespace("", " ").ToString();
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }

}
