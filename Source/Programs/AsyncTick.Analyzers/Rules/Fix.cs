using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncTick.Analyzers;

/// <summary>The remedy as edits of the text, which travel with the diagnostic to the code fix: the rule knows the code already.</summary>
/// <param name="title">What an editor's menu shows.</param>
internal sealed class Fix(string title)
{
    private readonly List<(TextSpan Span, string Text)> _edits = [];

    public static Fix Replace(SyntaxNode node, string text) => new Fix($"Use '{text}'").With(node.Span, text);

    public Fix With(TextSpan span, string text)
    {
        _edits.Add((span, text));
        return this;
    }

    public Fix Insert(int position, string text) => With(new TextSpan(position, 0), text);

    /// <summary>The diagnostic with the edits in its properties: <c>start,length,text</c> by their number.</summary>
    public Diagnostic Attach(DiagnosticDescriptor rule, Location location, object[] arguments)
    {
        var properties = System.Collections.Immutable.ImmutableDictionary.CreateBuilder<string, string?>();
        properties.Add("Title", title);
        for (var i = 0; i < _edits.Count; i++)
        {
            var (span, text) = _edits[i];
            properties.Add($"{i}", $"{span.Start},{span.Length},{text}");
        }

        return Diagnostic.Create(rule, location, properties.ToImmutable(), arguments);
    }
}
