using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The typed <c>Invoke</c> of a delegate type marked <c>[UMultiDelegate]</c>.</summary>
internal static class DelegateSource
{
    public static GeneratedFile? Write(INamedTypeSymbol type)
    {
        if (type.DelegateInvokeMethod is not { } invoke)
        {
            return null;
        }

        var parameters = string.Concat(invoke.Parameters.Select(parameter => $", {GeneratedFile.TypeName(parameter.Type)} {parameter.Name}"));
        var arguments = string.Join(", ", invoke.Parameters.Select(parameter => parameter.Name));
        return new GeneratedFile(type, $$"""
            public static class {{type.Name.Substring(1)}}Extensions
            {
                public static void Invoke(this global::UnrealSharp.TMulticastDelegate<{{type.Name}}> del{{parameters}}) => del.Broadcast(new object?[] { {{arguments}} });
            }

            """);
    }
}
