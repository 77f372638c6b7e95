using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The Blueprint node of an async <c>[UFunction]</c>: an object with a factory of the function's name, and two delegates for its outcome.</summary>
internal static class NodeSource
{
    public static GeneratedFile? Write(IMethodSymbol method)
    {
        if (!method.IsAsync || method.ReturnsVoid)
        {
            return null;
        }

        var owner = method.ContainingType.Name;
        var node = $"{owner}_{method.Name}Action";
        var outcome = $"F{owner.Substring(1)}_{method.Name}";
        var result = method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } returned ? GeneratedFile.TypeName(returned.TypeArguments[0]) : null;
        var isValueTask = method.ReturnType.Name == "ValueTask";
        var outcomeType = $"global::UnrealSharp.TMulticastDelegate<{outcome}>";

        var inputs = method.Parameters.Where(parameter => parameter.Type.Name != "CancellationToken").Select(parameter => $"{GeneratedFile.TypeName(parameter.Type)} {parameter.Name}");
        var parameters = string.Join(", ", method.IsStatic ? inputs : inputs.Prepend($"{owner} Target"));
        var arguments = string.Join(", ", method.Parameters.Select(parameter => parameter.Type.Name == "CancellationToken" ? "token" : parameter.Name));
        var call = $"{(method.IsStatic ? owner : "Target")}.{method.Name}({arguments}){(isValueTask ? ".AsTask()" : "")}";
        List<(string, string)> signature = result is null ? [("string", "Exception")] : [(result, "Result"), ("string", "Exception")];
        var task = $"global::System.Threading.Tasks.Task{(result is null ? "" : $"<{result}>")}";
        return new GeneratedFile(method, $$"""
            public delegate void {{outcome}}({{string.Join(", ", signature.Select(parameter => $"{parameter.Item1} {parameter.Item2}"))}});

            {{DelegateSource.Body(outcome, signature)}}
            public partial class {{node}} : global::UnrealSharp.UnrealSharpCore.UCSCancellableAsyncAction
            {
                private global::System.Func<global::System.Threading.CancellationToken, {{task}}>? _function;
                private {{outcomeType}}? _completed;
                private {{outcomeType}}? _failed;

                public {{outcomeType}} Completed { get => _completed ??= global::UnrealSharp.StandIn.SimulatedMemory.GetDelegate<{{outcome}}>(this, "Completed"); set => _completed = value; }

                public {{outcomeType}} Failed { get => _failed ??= global::UnrealSharp.StandIn.SimulatedMemory.GetDelegate<{{outcome}}>(this, "Failed"); set => _failed = value; }

                public override void Activate() => Await(_function!, {{(result is null ? "() => Completed.Invoke(\"\")" : "result => Completed.Invoke(result, \"\")")}}, text => Failed.Invoke({{(result is null ? "" : "default!, ")}}text));

                public static {{node}} {{method.Name}}({{parameters}})
                {
                    var node = NewObject<{{node}}>({{(method.IsStatic ? "" : "Target")}});
                    node._function = token => {{call}};
                    return node;
                }
            }

            """);
    }
}
