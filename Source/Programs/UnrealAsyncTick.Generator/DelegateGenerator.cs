using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace UnrealAsyncTick.Generator;

/// <summary>Writes a listener for each delegate of the engine or of a game that the code awaits, or names with <c>[assembly: AwaitableDelegate]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DelegateGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor NoOtherHalf = new(
        "UAT001",
        "UnrealSharp's generator was not found",
        "The listener of '{0}' has no other half: UnrealSharp's generator (UnrealSharp.GlueGenerator) is no analyzer of this project. Import UnrealSharp.Shared.props, as UnrealSharp's own projects do.",
        "UnrealAsyncTick",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor NotAwaitable = new(
        "UAT002",
        "The delegate cannot be awaited",
        "'{0}' cannot be awaited: it returns a value, which its listener would have to know when it is called. Give your class a [UFunction] with its parameters that returns the value and calls Raise of an AsyncSignal<T>, and await the signal.",
        "UnrealAsyncTick",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var uses = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => DelegateUse.IsCandidate(node), static (match, _) => DelegateUse.Find((InvocationExpressionSyntax)match.Node, match.SemanticModel))
            .Where(static use => use is not null)
            .Collect();
        context.RegisterSourceOutput(context.CompilationProvider.Combine(uses), static (output, input) => Write(output, input.Left, input.Right!));
    }

    private static void Write(SourceProductionContext output, Compilation compilation, ImmutableArray<DelegateUse> uses)
    {
        var names = new ListenerNames(compilation);
        var wanted = new SortedDictionary<string, Wanted>(StringComparer.Ordinal);
        foreach (var type in names.AskedFor)
        {
            Want(type).IsPublic = true;
        }

        foreach (var use in uses.Where(use => use.Kind is "Next" or "All" or "Single"))
        {
            if (names.FindType(use.Type) is { } type && !names.IsKnown(type))
            {
                Want(type).Note(use.Kind == "Single");
            }
        }

        var classes = uses.Where(use => use.Kind is "FirstCall" or "ActivateAndWait").Select(use => use.Type).Distinct().OrderBy(name => name, StringComparer.Ordinal).Select(names.FindType).Where(type => type is not null).ToList();
        foreach (var (_, signature) in classes.SelectMany(type => ListenerNames.PinsOf(type!)))
        {
            if (!names.IsKnown(signature))
            {
                Want(signature).Note(isSingle: false);
            }
        }

        var listeners = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in wanted.Values.Where(each => Accept(each.Type)))
        {
            var name = names.Add(each.Type);
            listeners.Add(name, ListenerSource.Class(name, each.Type, each.IsPublic, names.IsOurs));
            Add($"{name}.Listener", listeners[name]);
            Add($"{name}.Awaits", ListenerSource.Awaits(name, each.Type, each.IsPublic, each.IsMulticast || !each.IsSingle, each.IsSingle));
        }

        foreach (var type in classes)
        {
            var pins = ListenerNames.PinsOf(type!).Where(pin => names.Find(pin.Signature) is not null).Select(pin => (pin.Property, pin.Signature, names.Find(pin.Signature)!)).ToList();
            if (pins.Count > 0)
            {
                var name = names.ClassName(type!);
                Add($"{name}.First", ListenerSource.FirstCall(name, type!, pins, ListenerNames.IsAction(type!)));
            }
        }

        if (listeners.Count > 0)
        {
            AddOtherHalves(output, compilation, listeners);
        }

        Wanted Want(INamedTypeSymbol type)
        {
            var key = DelegateUse.NameOf(type);
            if (!wanted.TryGetValue(key, out var found))
            {
                wanted.Add(key, found = new Wanted(type));
            }

            return found;
        }

        bool Accept(INamedTypeSymbol type)
        {
            if (type.DelegateInvokeMethod is { ReturnsVoid: true })
            {
                return true;
            }

            output.ReportDiagnostic(Diagnostic.Create(NotAwaitable, Location.None, type.Name));
            return false;
        }

        void Add(string file, string text) => output.AddSource($"{file}.g.cs", SourceText.From(text, Encoding.UTF8));
    }

    private static void AddOtherHalves(SourceProductionContext output, Compilation compilation, IReadOnlyDictionary<string, string> listeners)
    {
        if (OtherHalves.Write(compilation, listeners, output.CancellationToken) is not { } halves)
        {
            output.ReportDiagnostic(Diagnostic.Create(NoOtherHalf, Location.None, listeners.Keys.First()));
            return;
        }

        foreach (var problem in halves.Problems)
        {
            output.ReportDiagnostic(problem);
        }

        foreach (var (file, text) in halves.Sources)
        {
            output.AddSource(file, SourceText.From(text, Encoding.UTF8));
        }
    }

    private sealed class Wanted(INamedTypeSymbol type)
    {
        public INamedTypeSymbol Type { get; } = type;

        public bool IsPublic { get; set; }

        public bool IsMulticast { get; private set; }

        public bool IsSingle { get; private set; }

        public void Note(bool isSingle)
        {
            IsSingle |= isSingle;
            IsMulticast |= !isSingle;
        }
    }
}
