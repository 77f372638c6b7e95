using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>Calls of this library as they can be written at a place, for messages and fixes.</summary>
public static class LoopCalls
{
    /// <summary>A call of <c>AsyncTick.Async</c>: alone where its members are imported, else with the names that are needed.</summary>
    /// <param name="model">The file.</param>
    /// <param name="position">The place.</param>
    /// <param name="call">The call as in a script: <c>Delay(1)</c>.</param>
    public static string Call(SemanticModel model, int position, string call)
    {
        var name = call.Split('(')[0];
        if (model.LookupSymbols(position, name: name).Any(static symbol => Known.IsType(symbol.ContainingType, "AsyncTick", "Async")))
        {
            return call;
        }

        return model.LookupSymbols(position, name: "Async").Any(static symbol => Known.IsType(symbol as ITypeSymbol, "AsyncTick", "Async")) ? $"Async.{call}" : $"AsyncTick.Async.{call}";
    }

    /// <summary>What starts a function: a component's own method where there is one, else that of <c>Async</c>.</summary>
    /// <param name="model">The file.</param>
    /// <param name="position">The place.</param>
    /// <param name="function">A lambda, or the name of a function.</param>
    public static string Start(SemanticModel model, int position, string function) =>
        model.LookupSymbols(position, name: "StartTask").Any(static symbol => Known.IsOurs(symbol)) ? $"StartTask({function})" : Call(model, position, $"Start({function})");

    /// <summary>What starts the function that calls as this call does: <c>Start(Work)</c>, <c>Start(() => Work(1))</c>.</summary>
    /// <param name="model">The file.</param>
    /// <param name="call">A call of a coroutine.</param>
    public static string Start(SemanticModel model, InvocationExpressionSyntax call) => Start(
        model, call.SpanStart, call.ArgumentList.Arguments.Count == 0 ? call.Expression.ToString() : $"() => {call}");
}
