using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace UnrealSharp.StandIn.Generator;

/// <summary>What UnrealSharp demands of a <c>[UClass]</c>, so that code which builds against the stand-in builds in the engine too.</summary>
internal static class ClassRules
{
    private static readonly DiagnosticDescriptor Broken = new(
        "USS001",
        "UnrealSharp would not take this class",
        "'{0}' {1}",
        "UnrealSharp.StandIn",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static Diagnostic? Check(INamedTypeSymbol type, ClassDeclarationSyntax syntax)
    {
        var problem = FindProblem(type, syntax);
        return problem is null ? null : Diagnostic.Create(Broken, syntax.Identifier.GetLocation(), type.Name, problem);
    }

    private static string? FindProblem(INamedTypeSymbol type, ClassDeclarationSyntax syntax)
    {
        if (type.ContainingNamespace.IsGlobalNamespace)
        {
            return "needs a namespace";
        }

        if (type.ContainingType is not null)
        {
            return "must not be nested in another class";
        }

        if (type.IsGenericType)
        {
            return "must not be generic";
        }

        if (type.IsAbstract)
        {
            return "must not be abstract: use ClassFlags.Abstract";
        }

        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return "must be partial";
        }

        var prefix = IsActor(type) ? 'A' : 'U';
        if (type.Name[0] != prefix)
        {
            return $"must begin with {prefix}";
        }

        if (type.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared))
        {
            return "must not have a static constructor: the generated half has one";
        }

        var fixedProperty = type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => IsAutoUProperty(property));
        if (fixedProperty is not null)
        {
            return $"has the property {fixedProperty.Name}, which must be partial";
        }

        var functions = type.GetMembers().OfType<IMethodSymbol>().Where(method => Has(method, "UFunctionAttribute")).ToList();
        var overloaded = functions.GroupBy(method => method.Name).FirstOrDefault(group => group.Count() > 1);
        if (overloaded is not null)
        {
            return $"overloads the function {overloaded.Key}; the engine knows functions by name";
        }

        var bare = functions.FirstOrDefault(method => !method.IsAsync && method.ReturnType.Name is "Task" or "ValueTask");
        if (bare is not null)
        {
            return $"has the function {bare.Name}, which returns a task and must be async: UnrealSharp makes a Blueprint node of it only then, and code that does not compile otherwise";
        }

        var secret = functions.FirstOrDefault(method => method.IsAsync && method.DeclaredAccessibility == Accessibility.Private);
        return secret is null ? null : $"has the async function {secret.Name}, which must not be private";
    }

    private static bool IsAutoUProperty(IPropertySymbol property) =>
        Has(property, "UPropertyAttribute")
        && !property.IsPartialDefinition
        && property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is PropertyDeclarationSyntax { AccessorList: { } list } && list.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null));

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(data => data.AttributeClass?.Name == attribute);

    private static bool IsActor(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.Name == "AActor")
            {
                return true;
            }
        }

        return false;
    }
}
