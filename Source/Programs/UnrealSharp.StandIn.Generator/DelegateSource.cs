using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The wrapper of a delegate type marked <c>[UMultiDelegate]</c> or <c>[USingleDelegate]</c>, by which it is found at run time, and its typed <c>Invoke</c>.</summary>
internal static class DelegateSource
{
    public static GeneratedFile? Write(INamedTypeSymbol type, bool isMulticast) => type.DelegateInvokeMethod is { } invoke
        ? new GeneratedFile(type, Body(type.Name, [.. invoke.Parameters.Select(parameter => (GeneratedFile.TypeName(parameter.Type), parameter.Name))], isMulticast))
        : null;

    public static string Body(string name, IReadOnlyList<(string Type, string Name)> signature, bool isMulticast = true)
    {
        var parameters = string.Join(", ", signature.Select(parameter => $"{parameter.Type} {parameter.Name}"));
        var arguments = string.Join(", ", signature.Select(parameter => parameter.Name));
        return $$"""
            public class {{name}}__DelegateSignature : global::UnrealSharp.{{(isMulticast ? "MulticastDelegate" : "Delegate")}}<{{name}}>
            {
                protected override {{name}} GetInvoker() => Invoker;

                private void Invoker({{parameters}}) => ProcessDelegate(new object?[] { {{arguments}} });
            }

            public static class {{name.Substring(1)}}Extensions
            {
                public static void Invoke(this global::UnrealSharp.TMulticastDelegate<{{name}}> del{{(signature.Count > 0 ? ", " : "")}}{{parameters}}) => del.InnerDelegate.Invoke({{arguments}});
            }

            """;
    }
}
