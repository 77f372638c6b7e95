using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The other half of <c>[UProperty] public partial int Speed { get; set; }</c>: a field. Multicast delegates come into being when first asked for.</summary>
internal static class PropertySource
{
    public static GeneratedFile? Write(IPropertySymbol property)
    {
        if (!property.IsPartialDefinition)
        {
            return null;
        }

        var type = GeneratedFile.TypeName(property.Type);
        var isDelegate = property.Type is INamedTypeSymbol { Name: "TMulticastDelegate" };
        var field = $"__{property.Name}_Value";
        var accessors = "";
        if (property.GetMethod is { } getter)
        {
            accessors += $"        {Prefix(property, getter)}get => {(isDelegate ? $"{field} ??= new {type}()" : field)};\n";
        }

        if (property.SetMethod is { } setter)
        {
            accessors += $"        {Prefix(property, setter)}{(setter.IsInitOnly ? "init" : "set")} => {field} = value;\n";
        }

        var required = property.IsRequired ? "required " : "";
        return new GeneratedFile(property, $$"""
            partial class {{property.ContainingType.Name}}
            {
                private {{type}} {{field}} = {{InitialValue(property.Type)}};

                {{GeneratedFile.Word(property.DeclaredAccessibility)}} {{required}}partial {{type}} {{property.Name}}
                {
            {{accessors}}    }
            }

            """);
    }

    // As in the engine: text is empty, never null.
    private static string InitialValue(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => "\"\"",
        { Name: "FText" } => "global::UnrealSharp.Core.FText.None",
        _ => "default!",
    };

    private static string Prefix(IPropertySymbol property, IMethodSymbol accessor) =>
        accessor.DeclaredAccessibility == property.DeclaredAccessibility ? "" : GeneratedFile.Word(accessor.DeclaredAccessibility) + " ";
}
