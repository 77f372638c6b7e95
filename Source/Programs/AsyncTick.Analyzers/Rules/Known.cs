using Microsoft.CodeAnalysis;

namespace AsyncTick.Analyzers;

/// <summary>Questions about types that the rules speak of, answered by name: no rule refers to the assemblies that it is about.</summary>
internal static class Known
{
    private const string Tasks = "System.Threading.Tasks";

    public static bool IsType(ITypeSymbol? type, string space, string name) => type?.Name == name && IsNamespace(type.ContainingNamespace, space);

    /// <summary>A task of .NET: <c>Task</c> or <c>ValueTask</c>, with or without a result.</summary>
    public static bool IsTask(ITypeSymbol? type) => IsType(type, Tasks, "Task") || IsType(type, Tasks, "ValueTask");

    public static bool IsGameTask(ITypeSymbol? type) => IsType(type, "AsyncTick", "GameTask");

    public static bool IsPooledTask(ITypeSymbol? type) => IsType(type, "AsyncTick", "PooledTask");

    public static bool IsToken(ITypeSymbol? type) => IsType(type, "System.Threading", "CancellationToken");

    /// <summary>What is waited for directly: <c>Delay(1)</c>, <c>gate.LockAsync()</c>.</summary>
    public static bool IsOwnWait(ITypeSymbol? type) =>
        type is { IsValueType: true } && IsNamespace(type.ContainingNamespace, "AsyncTick") && !IsPooledTask(type) && type.GetMembers("GetAwaiter").Length > 0;

    /// <summary>An object of the engine: UnrealSharp's managed half of one.</summary>
    public static bool IsEngineObject(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (IsType(type, "UnrealSharp.Core", "UnrealSharpObject"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the member is one of this product's core or adapter, and not of the code under inspection.</summary>
    public static bool IsOurs(ISymbol? symbol) => symbol?.ContainingAssembly?.Name is "AsyncTick" or "UnrealAsyncTick";

    private static bool IsNamespace(INamespaceSymbol? space, string name)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (!name.EndsWith(space.Name, StringComparison.Ordinal))
            {
                return false;
            }

            var rest = name.Length - space.Name.Length - 1;
            if (rest < 0)
            {
                return space.ContainingNamespace.IsGlobalNamespace;
            }

            if (name[rest] != '.')
            {
                return false;
            }

            name = name.Substring(0, rest);
        }

        return false;
    }
}
