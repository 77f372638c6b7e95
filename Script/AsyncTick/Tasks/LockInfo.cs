using System.Diagnostics;

namespace AsyncTick;

/// <summary>A lock, or a permit of a semaphore, that a task holds, at one moment; may be kept and read on any thread.</summary>
/// <param name="Name">The lock's name; null when it has none.</param>
/// <param name="HolderId">The id of the task that holds it.</param>
/// <param name="HolderName">That task's name.</param>
/// <param name="HeldSeconds">How long it has held it, in seconds of real time.</param>
/// <param name="Site">Where it took it: <c>Radio.cs:12</c>.</param>
/// <param name="WaiterIds">The ids of the tasks that wait for it, in their order.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record LockInfo(string? Name, int HolderId, string HolderName, double HeldSeconds, string Site, IReadOnlyList<int> WaiterIds)
{
    /// <summary>What kind of lock: <c>lock</c>, <c>reader lock</c>, <c>writer lock</c>, <c>semaphore</c>.</summary>
    public string Kind { get; init; } = "lock";

    /// <inheritdoc/>
    public override string ToString()
    {
        var label = Name is null ? Kind : $"{Kind} '{Name}'";
        var waiters = WaiterIds.Count == 0 ? "no task waits" : $"{string.Join(", ", WaiterIds.Select(static id => $"#{id}"))} {(WaiterIds.Count == 1 ? "waits" : "wait")}";
        return $"{label}, held by #{HolderId} '{HolderName}' for {DurationText.Of(HeldSeconds)} since {Site}; {waiters}";
    }
}
