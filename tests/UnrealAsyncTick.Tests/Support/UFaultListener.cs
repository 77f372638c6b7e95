using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick.Tests;

/// <summary>Notes what it is told of faults.</summary>
[UClass]
public partial class UFaultListener : UObject
{
    public List<string> Faults { get; } = [];

    [UFunction]
    public void OnFault(string taskName, string message) => Faults.Add($"{taskName}: {message}");
}
