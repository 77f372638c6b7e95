using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace UnrealAsyncTick.Generator;

/// <summary>What code awaits: types by full name, so that two equal findings are equal.</summary>
internal sealed class DelegateUse : IEquatable<DelegateUse>
{
    private static readonly SymbolDisplayFormat MetadataFormat = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private DelegateUse(string kind, string type)
    {
        Kind = kind;
        Type = type;
    }

    /// <summary>The method called: Next, All, FirstCall or ActivateAndWait.</summary>
    public string Kind { get; }

    /// <summary>The delegate, or for the last two the class that has them.</summary>
    public string Type { get; }

    public static bool IsCandidate(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: var name } } && name is "Next" or "All" or "FirstCall" or "ActivateAndWait";

    public static DelegateUse? Find(InvocationExpressionSyntax call, SemanticModel model)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        var name = access.Name.Identifier.Text;
        if (name is "FirstCall" or "ActivateAndWait")
        {
            return model.GetTypeInfo(access.Expression).Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type ? new DelegateUse(name, NameOf(type)) : null;
        }

        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } && parameters[0].Type is { } parameter)
            {
                return Find("Single", model.GetTypeInfo(parameter).Type, "TDelegate");
            }

            if (Find(name, model.GetTypeInfo(argument.Expression).Type, "TMulticastDelegate") is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(MetadataFormat);

    /// <summary>The signature in <c>TMulticastDelegate&lt;Signature&gt;</c>.</summary>
    public static INamedTypeSymbol? SignatureIn(ITypeSymbol? type, string wrapper) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.Name == wrapper && named.ContainingNamespace is { Name: "UnrealSharp", ContainingNamespace.IsGlobalNamespace: true }
            ? named.TypeArguments[0] as INamedTypeSymbol
            : null;

    public bool Equals(DelegateUse? other) => other is not null && Kind == other.Kind && Type == other.Type;

    public override bool Equals(object? obj) => Equals(obj as DelegateUse);

    public override int GetHashCode() => Type.GetHashCode();

    private static DelegateUse? Find(string kind, ITypeSymbol? type, string wrapper) =>
        SignatureIn(type, wrapper) is { TypeKind: TypeKind.Delegate } signature ? new DelegateUse(kind, NameOf(signature)) : null;
}
