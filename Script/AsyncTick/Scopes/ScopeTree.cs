using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>Walks over a scope's tasks and those of the scopes below it. Loop thread only.</summary>
internal static class ScopeTree
{
    public static bool TryFind(this TaskScope scope, int id, [NotNullWhen(true)] out TaskRecord? found)
    {
        for (found = scope.Tasks.First; found is not null; found = found.NextInScope)
        {
            if (found.Context.Id == id)
            {
                return true;
            }
        }

        foreach (var child in scope.Children)
        {
            if (child.TryFind(id, out found))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What <paramref name="action"/> is handed may end or leave meanwhile.</summary>
    public static void ForEachTask(this TaskScope scope, Action<TaskRecord> action)
    {
        for (var record = scope.Tasks.First; record is not null;)
        {
            var next = record.NextInScope;
            action(record);
            record = next;
        }

        foreach (var child in scope.Children.ToArray())
        {
            child.ForEachTask(action);
        }
    }

    /// <summary>Whether a task here or below is cancelled, was started up to <paramref name="lastId"/> and has not ended.</summary>
    public static bool HasCancelledTasks(this TaskScope scope, int lastId)
    {
        for (var record = scope.Tasks.First; record is not null && record.Context.Id <= lastId; record = record.NextInScope)
        {
            if (record.Details.CancelRequested)
            {
                return true;
            }
        }

        foreach (var child in scope.Children)
        {
            if (child.HasCancelledTasks(lastId))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsInside(this TaskScope scope, TaskScope other)
    {
        for (var at = scope; at is not null; at = at.Parent)
        {
            if (at == other)
            {
                return true;
            }
        }

        return false;
    }
}
