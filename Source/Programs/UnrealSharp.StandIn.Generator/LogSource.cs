using Microsoft.CodeAnalysis;

namespace UnrealSharp.StandIn.Generator;

/// <summary>The functions of a log category marked <c>[CustomLog]</c>.</summary>
internal static class LogSource
{
    public static GeneratedFile? Write(INamedTypeSymbol type)
    {
        var access = GeneratedFile.Word(type.DeclaredAccessibility);
        var verbosity = type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.Name == "CustomLog" && attribute.ConstructorArguments.Length > 0)
            .Select(attribute => attribute.ConstructorArguments[0].Value)
            .FirstOrDefault() ?? 4;
        return new GeneratedFile(type, $$"""
            partial class {{type.Name}}
            {
                {{access}} static void Log(string message) => global::UnrealSharp.Log.UnrealLogger.Log("{{type.Name}}", message, (global::UnrealSharp.Log.ELogVerbosity){{verbosity}});

                {{access}} static void LogWarning(string message) => global::UnrealSharp.Log.UnrealLogger.LogWarning("{{type.Name}}", message);

                {{access}} static void LogError(string message) => global::UnrealSharp.Log.UnrealLogger.LogError("{{type.Name}}", message);

                {{access}} static void LogFatal(string message) => global::UnrealSharp.Log.UnrealLogger.LogFatal("{{type.Name}}", message);
            }

            """);
    }
}
