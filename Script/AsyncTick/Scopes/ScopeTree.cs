using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>Walks over a scope's tasks and those of the scopes below it, with a list in place of recursion: a tree may be deeper than a stack. Loop thread only.</summary>
internal static class ScopeTree
{
    /// <summary>The scope and those below it as they are now, each before what is in it.</summary>
    /// <param name="scope">Where to begin.</param>
    /// <param name="isWanted">Which scopes to enter, the first one not asked for; null for all.</param>
    public static List<TaskScope> Below(this TaskScope scope, Func<TaskScope, bool>? isWanted = null)
    {
        var found = new List<TaskScope>();
        var pending = new Stack<TaskScope>();
        pending.Push(scope);
        while (pending.TryPop(out var next))
        {
            found.Add(next);
            for (var i = next.Children.Count - 1; i >= 0; i--)
            {
                if (isWanted is null || isWanted(next.Children[i]))
                {
                    pending.Push(next.Children[i]);
                }
            }
        }

        return found;
    }

    public static bool TryFind(this TaskScope scope, int id, [NotNullWhen(true)] out TaskRecord? found)
    {
        foreach (var each in scope.Below())
        {
            for (found = each.Tasks.First; found is not null; found = found.NextInScope)
            {
                if (found.Context.Id == id)
                {
                    return true;
                }
            }
        }

        found = null;
        return false;
    }

    /// <summary>What <paramref name="action"/> is handed may end or leave meanwhile.</summary>
    public static void ForEachTask(this TaskScope scope, Action<TaskRecord> action)
    {
        foreach (var each in scope.Below())
        {
            for (var record = each.Tasks.First; record is not null;)
            {
                var next = record.NextInScope;
                action(record);
                record = next;
            }
        }
    }

    /// <summary>Whether a task here or below is canceled, was started up to <paramref name="last"/> in the order of starts and has not ended.</summary>
    public static bool HasCanceledTasks(this TaskScope scope, long last)
    {
        foreach (var each in scope.Below())
        {
            for (var record = each.Tasks.First; record is not null && record.Details.Place <= last; record = record.NextInScope)
            {
                if (record.Details.CancelRequested)
                {
                    return true;
                }
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

    /// <summary>Whether a start that was refused may be what a task of this scope has ended with; of most canceled tasks nothing need be asked.</summary>
    public static bool MayHaveRefused(this TaskScope scope)
    {
        for (var at = scope.IsCancellationRequested ? scope : null; at is not null; at = at.Parent)
        {
            if (at.Closing is { HasRefused: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a task of this scope that throws this has learned in that way that it was canceled: by a start that the same cancellation has refused.</summary>
    public static bool IsCanceledBy(this TaskScope scope, Exception fault)
    {
        var cause = scope.IsCancellationRequested ? (fault as ScopeClosedException)?.Closing : null;
        for (var at = scope; at is not null && cause is not null; at = at.Parent)
        {
            // Whatever closed the scope that refused has closed this one or one above: it was canceled at or above this one.
            if (at.Closing == cause)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names from the root down, with slashes.</summary>
    public static string PathOf(TaskScope scope)
    {
        if (scope.Parent is null)
        {
            return scope.Name;
        }

        var names = new Stack<string>();
        for (var at = scope; at is not null; at = at.Parent)
        {
            names.Push(at.Name);
        }

        return string.Join('/', names);
    }
}
