using System.Text;
using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The static constructor of a <c>[NativeCallbacks]</c> class, which finds its functions by name and size, and a <c>CallX</c> for each.</summary>
internal static class BinderSource
{
    public static GeneratedFile? Write(INamedTypeSymbol type)
    {
        var lookups = new StringBuilder();
        var calls = new StringBuilder();
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.Type is not IFunctionPointerTypeSymbol { Signature: { } signature })
            {
                continue;
            }

            var pointer = GeneratedFile.TypeName(field.Type);
            var sizes = signature.Parameters.Select(parameter => SizeOf(parameter.Type, parameter.RefKind)).ToList();
            if (!signature.ReturnsVoid)
            {
                sizes.Add(SizeOf(signature.ReturnType, RefKind.None));
            }

            var size = sizes.Count == 0 ? "0" : string.Join(" + ", sizes);
            lookups.Append($"        {field.Name} = ({pointer})global::UnrealSharp.Binds.NativeBinds.TryGetBoundFunction(\"{type.Name}\", \"{field.Name}\", {size});\n");

            var parameters = string.Join(", ", signature.Parameters.Select((parameter, index) => $"{Kind(parameter.RefKind)}{GeneratedFile.TypeName(parameter.Type)} a{index}"));
            var arguments = string.Join(", ", signature.Parameters.Select((parameter, index) => $"{Kind(parameter.RefKind)}a{index}"));
            calls.Append($"    public static {GeneratedFile.TypeName(signature.ReturnType)} Call{field.Name}({parameters}) => {field.Name}({arguments});\n");
        }

        return new GeneratedFile(type, $$"""
            unsafe partial class {{type.Name}}
            {
                static {{type.Name}}()
                {
            {{lookups}}    }

            {{calls}}}

            """);
    }

    private static string Kind(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        _ => "",
    };

    private static string SizeOf(ITypeSymbol type, RefKind kind) =>
        kind != RefKind.None || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol ? "global::System.IntPtr.Size" : $"sizeof({GeneratedFile.TypeName(type)})";
}
