using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The other half of <c>[UProperty] public partial int Speed { get; set; }</c>: a value in the engine's memory.</summary>
internal static class PropertySource
{
    public static GeneratedFile? Write(IPropertySymbol property)
    {
        if (!property.IsPartialDefinition)
        {
            return null;
        }

        var type = GeneratedFile.TypeName(property.Type);
        var name = property.Name;
        var memory = "global::UnrealSharp.StandIn.SimulatedMemory";
        var field = $"__{name}_BackingField";
        var signature = property.Type is INamedTypeSymbol { Name: "TMulticastDelegate", TypeArguments.Length: 1 } source ? GeneratedFile.TypeName(source.TypeArguments[0]) : null;
        var accessors = "";
        if (property.GetMethod is { } getter)
        {
            accessors += $"        {Prefix(property, getter)}get => {(signature is null ? $"{memory}.Get<{type}>(this, \"{name}\")" : $"{field} ??= {memory}.GetDelegate<{signature}>(this, \"{name}\")")};\n";
        }

        if (property.SetMethod is { } setter)
        {
            accessors += $"        {Prefix(property, setter)}{(setter.IsInitOnly ? "init" : "set")} => {(signature is null ? $"{memory}.Set<{type}>(this, \"{name}\", value)" : $"{field} = value")};\n";
        }

        var required = property.IsRequired ? "required " : "";
        return new GeneratedFile(property, $$"""
            partial class {{property.ContainingType.Name}}
            {
            {{(signature is null ? "" : $"    private {type}? {field};\n\n")}}    {{GeneratedFile.Word(property.DeclaredAccessibility)}} {{required}}partial {{type}} {{name}}
                {
            {{accessors}}    }
            }

            """);
    }

    private static string Prefix(IPropertySymbol property, IMethodSymbol accessor) =>
        accessor.DeclaredAccessibility == property.DeclaredAccessibility ? "" : GeneratedFile.Word(accessor.DeclaredAccessibility) + " ";
}
