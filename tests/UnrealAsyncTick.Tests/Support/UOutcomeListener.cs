using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick.Tests;

/// <summary>Notes which pin of a node came, and what the events told.</summary>
[UClass]
public partial class UOutcomeListener : UObject
{
    public List<string> Told { get; } = [];

    [UFunction]
    public void OnCompleted(string text) => Told.Add($"completed '{text}'");

    public List<string> Progress { get; } = [];

    [UFunction]
    public void OnProgress(string text) => Progress.Add(text);

    [UFunction]
    public void OnFaulted(string text) => Told.Add($"faulted '{text.Split('\n')[0]}'");

    [UFunction]
    public void OnCanceled(string text) => Told.Add($"canceled '{text}'");

    [UFunction]
    public void OnTaskStarted(string taskName, int taskId) => Told.Add($"{taskName} started");

    [UFunction]
    public void OnTaskEnded(string taskName, int taskId, string outcome) => Told.Add($"{taskName} {outcome}");

    public UAsyncTickAction Listen(UAsyncTickAction node)
    {
        node.Completed += OnCompleted;
        node.Faulted += OnFaulted;
        node.Progress += OnProgress;
        node.Canceled += OnCanceled;
        return node;
    }
}
