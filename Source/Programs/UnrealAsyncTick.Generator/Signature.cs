using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace UnrealAsyncTick.Generator;

/// <summary>A delegate's parameters as source text: of the function that is called, and of what a task gets.</summary>
internal sealed class Signature
{
    // The compiler keeps these for itself.
    private static readonly HashSet<string> NotForElements = ["Rest", "ToString", "GetHashCode", "Equals", "GetType", "CompareTo", "Deconstruct", "MemberwiseClone", "Finalize"];

    public Signature(IMethodSymbol invoke)
    {
        var parameters = new List<string>();
        var types = new List<string>();
        var values = new List<string>();
        var assignments = new StringBuilder();
        var names = new HashSet<string>();
        foreach (var parameter in invoke.Parameters)
        {
            var name = Escape(parameter.Name);
            var type = TypeName(parameter.Type);
            parameters.Add($"{(parameter.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" })}{type} {name}");
            types.Add(invoke.Parameters.Length > 1 ? $"{type} {ElementName(parameter.Name, names)}" : type);
            values.Add(name);
            if (parameter.RefKind == RefKind.Out)
            {
                assignments.Append($"        {name} = default!;\n");
            }
        }

        Parameters = string.Join(", ", parameters);
        Assignments = assignments.ToString();
        (Call, Value) = types.Count switch
        {
            0 => ("global::System.ValueTuple", "default(global::System.ValueTuple)"),
            1 => (types[0], values[0]),
            _ => ($"({string.Join(", ", types)})", $"({string.Join(", ", values)})"),
        };
    }

    /// <summary>The function's parameters.</summary>
    public string Parameters { get; }

    /// <summary>What sets its <c>out</c> parameters.</summary>
    public string Assignments { get; }

    /// <summary>What a task gets: nothing, the one value, or a tuple with the parameters' names.</summary>
    public string Call { get; }

    /// <summary>The expression that makes one.</summary>
    public string Value { get; }

    public static string TypeName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static string ElementName(string parameter, HashSet<string> taken)
    {
        var name = char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);
        if (NotForElements.Contains(name) || IsPosition(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || !taken.Add(name))
        {
            name += "Value";
            taken.Add(name);
        }

        return name;
    }

    private static bool IsPosition(string name) => name.StartsWith("Item", StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit);
}
