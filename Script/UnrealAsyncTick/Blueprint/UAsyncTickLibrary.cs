using AsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Tasks and scripts for Blueprint.</summary>
[UClass]
public partial class UAsyncTickLibrary : UBlueprintFunctionLibrary
{
    /// <summary>Compiles and starts a script; a running copy of it is canceled first. False when the plugin is not running. What goes wrong with the script is in the log.</summary>
    [UFunction(FunctionFlags.BlueprintCallable)]
    [Category("Async Tick")]
    public static bool RunScript(string path, string arguments) =>
        UnrealScopes.Find() is { } scopes && scopes.Source.Execute($"AsyncTick.Run \"{path}\" {arguments}".TrimEnd());

    /// <summary>Cancels every task of that name. Returns how many.</summary>
    [UFunction(FunctionFlags.BlueprintCallable)]
    [Category("Async Tick")]
    public static int CancelTasks(string name) => UnrealScopes.Find()?.Loop.Tasks.Cancel(name) ?? 0;

    /// <summary>Cancels all tasks. Returns how many there were.</summary>
    [UFunction(FunctionFlags.BlueprintCallable)]
    [Category("Async Tick")]
    public static int CancelAllTasks()
    {
        if (UnrealScopes.Find() is not { } scopes)
        {
            return 0;
        }

        var count = scopes.Loop.Tasks.Count;
        scopes.Loop.RootScope.CancelTasks(CancelReason.User);
        return count;
    }

    /// <summary>How many tasks have not ended.</summary>
    [UFunction(FunctionFlags.BlueprintPure)]
    [Category("Async Tick")]
    public static int CountTasks() => UnrealScopes.Find()?.Loop.Tasks.Count ?? 0;

    /// <summary>What a task of that name last said of its progress, by <c>SetStatus</c>; empty when it has said nothing, or there is none.</summary>
    [UFunction(FunctionFlags.BlueprintPure)]
    [Category("Async Tick")]
    public static string GetTaskStatus(string name) => UnrealScopes.Find()?.Loop.Tasks.Snapshot().LastOrDefault(task => task.Name == name)?.Status ?? "";

    /// <summary>The events; none when the plugin is not running.</summary>
    [UFunction(FunctionFlags.BlueprintPure)]
    [Category("Async Tick")]
    public static UAsyncTickEvents? GetAsyncTickEvents() => UnrealScopes.Find()?.Events;
}
