using System.Diagnostics;

namespace AsyncTick;

/// <summary>A lock that a task holds, at one moment; may be kept and read on any thread.</summary>
/// <param name="Name">The lock's name; null when it has none.</param>
/// <param name="HolderId">The id of the task that holds it.</param>
/// <param name="HolderName">That task's name.</param>
/// <param name="HeldSeconds">How long it has held it, in seconds of real time.</param>
/// <param name="Site">Where it took it: <c>Radio.cs:12</c>.</param>
/// <param name="WaiterIds">The ids of the tasks that wait for it, in their order.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record LockInfo(string? Name, int HolderId, string HolderName, double HeldSeconds, string Site, IReadOnlyList<int> WaiterIds)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var label = Name is null ? "lock" : $"lock '{Name}'";
        var waiters = WaiterIds.Count == 0 ? "nobody waits" : $"{string.Join(", ", WaiterIds.Select(static id => $"#{id}"))} {(WaiterIds.Count == 1 ? "waits" : "wait")}";
        return $"{label}, held by #{HolderId} '{HolderName}' for {TaskTable.Duration(HeldSeconds)} since {Site}; {waiters}";
    }
}
