using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace UnrealSharp.StandIn.Generator;

/// <summary>
/// Writes what UnrealSharp's generators would write, over the stand-in's objects instead of engine memory: properties, delegates, Blueprint nodes,
/// native binders, log categories. Refuses what those generators refuse, or cannot build.
/// </summary>
[Generator]
public sealed class StandInGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register<IPropertySymbol>(context, "UnrealSharp.Attributes.UPropertyAttribute", static node => node is PropertyDeclarationSyntax, PropertySource.Write);
        Register<IMethodSymbol>(context, "UnrealSharp.Attributes.UFunctionAttribute", static node => node is MethodDeclarationSyntax, NodeSource.Write);
        Register<INamedTypeSymbol>(context, "UnrealSharp.Attributes.UMultiDelegateAttribute", static node => node is DelegateDeclarationSyntax, type => DelegateSource.Write(type, isMulticast: true));
        Register<INamedTypeSymbol>(context, "UnrealSharp.Attributes.USingleDelegateAttribute", static node => node is DelegateDeclarationSyntax, type => DelegateSource.Write(type, isMulticast: false));
        Register<INamedTypeSymbol>(context, "UnrealSharp.Binds.NativeCallbacksAttribute", static node => node is ClassDeclarationSyntax, BinderSource.Write);
        Register<INamedTypeSymbol>(context, "UnrealSharp.Log.CustomLog", static node => node is ClassDeclarationSyntax, LogSource.Write);

        var classes = context.SyntaxProvider.ForAttributeWithMetadataName(
            "UnrealSharp.Attributes.UClassAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (match, _) => ClassRules.Check((INamedTypeSymbol)match.TargetSymbol, (ClassDeclarationSyntax)match.TargetNode));
        context.RegisterSourceOutput(classes, static (output, problem) =>
        {
            if (problem is not null)
            {
                output.ReportDiagnostic(problem);
            }
        });
    }

    private static void Register<TSymbol>(IncrementalGeneratorInitializationContext context, string attribute, Func<SyntaxNode, bool> isTarget, Func<TSymbol, GeneratedFile?> write)
        where TSymbol : ISymbol
    {
        var files = context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            (node, _) => isTarget(node),
            (match, _) => match.TargetSymbol is TSymbol symbol ? write(symbol) : null);
        context.RegisterSourceOutput(files, static (output, file) =>
        {
            if (file is not null)
            {
                output.AddSource(file.Name, file.Text);
            }
        });
    }
}
