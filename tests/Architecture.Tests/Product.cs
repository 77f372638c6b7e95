namespace AsyncTick.Architecture.Tests;

/// <summary>What is shipped.</summary>
internal static class Product
{
    /// <summary>Folders with the product's sources; <c>Source</c> holds C++ beside C#.</summary>
    public static readonly string[] Folders = ["Script", "Source", "Content"];

    /// <summary>Each assembly, and what it may reference besides the shared framework.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> References = new Dictionary<string, string[]>
    {
        ["AsyncTick"] = [],
        ["AsyncTick.Net"] = ["AsyncTick", "NLayer", "StackExchange.Redis"],
        ["AsyncTick.Scripting"] = ["AsyncTick"],
        ["AsyncTick.Dashboard"] = ["AsyncTick", "AsyncTick.Scripting"],
        ["AsyncTick.Remote"] = ["AsyncTick", "AsyncTick.Scripting"],
        ["AsyncTick.Engine"] = ["AsyncTick", "AsyncTick.Net", "AsyncTick.Scripting", "AsyncTick.Dashboard", "AsyncTick.Remote"],
        ["UnrealAsyncTick"] = ["AsyncTick", "AsyncTick.Net", "AsyncTick.Engine", "UnrealSharp.StandIn"],
        ["AsyncTick.Headless"] = ["AsyncTick", "AsyncTick.Net", "AsyncTick.Scripting", "AsyncTick.Dashboard", "AsyncTick.Engine", "UnrealAsyncTick", "UnrealSharp.StandIn"],
    };

    public static IEnumerable<string> Assemblies => References.Keys;
}
