using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick.Tests;

/// <summary>Notes what comes of the nodes of a probe, as a Blueprint's wires would.</summary>
[UClass]
public partial class UNodeListener : UObject
{
    public List<string> Outcomes { get; } = [];

    [UFunction]
    public void OnAnswer(int result, string exception) => Outcomes.Add($"completed {result}");

    [UFunction]
    public void OnNoAnswer(int result, string exception) => Outcomes.Add($"failed '{exception}'");

    [UFunction]
    public void OnActed(string exception) => Outcomes.Add("completed");

    [UFunction]
    public void OnNotActed(string exception) => Outcomes.Add($"failed '{exception}'");
}
