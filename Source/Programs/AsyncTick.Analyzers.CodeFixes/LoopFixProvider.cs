using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace AsyncTick.Analyzers;

/// <summary>Carries out the remedy that a rule's diagnostic brings with it: edits of the text, made where the rule knew the code.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LoopFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = new LoopAnalyzer().SupportedDiagnostics.Select(static rule => rule.Id).ToImmutableArray();

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue("Title", out var title) && title is not null)
            {
                context.RegisterCodeFix(CodeAction.Create(title, cancellation => EditAsync(context.Document, diagnostic, cancellation), diagnostic.Id), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> EditAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        List<TextChange> edits = [];
        while (diagnostic.Properties.TryGetValue($"{edits.Count}", out var edit) && edit is not null)
        {
            var parts = edit.Split([','], 3);
            edits.Add(new TextChange(new TextSpan(Number(parts[0]), Number(parts[1])), parts[2]));
        }

        return document.WithText(text.WithChanges(edits.OrderBy(static edit => edit.Span.Start)));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
