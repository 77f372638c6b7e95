using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>The scopes that hold tasks, directly or below, as far as the samples tell. On the feed's thread only.</summary>
/// <param name="isOwn">Whether a scope is the dashboard's; asked when it comes.</param>
[DebuggerDisplay("{_entries.Count} scopes")]
internal sealed class ScopeTree(Func<TaskScope, bool> isOwn)
{
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly List<Entry> _news = [];
    private readonly List<int> _gone = [];

    internal sealed class Entry(TaskScope scope)
    {
        public TaskScope Scope { get; } = scope;

        public int Users { get; set; }

        public bool IsClosing { get; set; }

        public bool IsPaused { get; set; }

        /// <summary>The dashboard's own.</summary>
        public bool IsOwn { get; init; }

        /// <summary>In the list of news; one that has gone since is left out when it is read.</summary>
        public bool IsNews { get; set; }

        /// <summary>The pages have it.</summary>
        public bool WasTold { get; set; }
    }

    public IEnumerable<Entry> All => _entries.Values;

    /// <summary>Scopes that have come, begun to close, or been paused or resumed, since <see cref="ClearChanges"/>; parents first. To be told after <see cref="Gone"/>.</summary>
    public IEnumerable<Entry> News => _news.Where(static entry => entry.Users > 0);

    /// <summary>The ids of those that have gone since.</summary>
    public IReadOnlyList<int> Gone => _gone;

    public void Enter(TaskScope scope)
    {
        if (!_entries.TryGetValue(scope.Id, out var entry))
        {
            if (scope.Parent is { } parent)
            {
                Enter(parent);
            }

            entry = new Entry(scope) { IsClosing = scope.IsCancellationRequested, IsPaused = scope.IsPaused, IsOwn = isOwn(scope) };
            _entries.Add(scope.Id, entry);
            Tell(entry);
        }

        entry.Users++;
    }

    public void Leave(TaskScope scope)
    {
        for (var at = scope; at is not null && _entries.TryGetValue(at.Id, out var entry) && --entry.Users == 0; at = at.Parent)
        {
            _entries.Remove(at.Id);
            if (entry.WasTold)
            {
                _gone.Add(at.Id);
            }
        }
    }

    /// <summary>Looks for scopes that have begun to close, or are paused or no longer.</summary>
    public void LookForChanges()
    {
        foreach (var entry in _entries.Values)
        {
            var (isClosing, isPaused) = (entry.Scope.IsCancellationRequested, entry.Scope.IsPaused);
            if (entry.IsClosing != isClosing || entry.IsPaused != isPaused)
            {
                entry.IsClosing = isClosing;
                entry.IsPaused = isPaused;
                Tell(entry);
            }
        }
    }

    public void ClearChanges()
    {
        foreach (var entry in _news)
        {
            entry.IsNews = false;
            entry.WasTold = true;
        }

        _news.Clear();
        _gone.Clear();
    }

    private void Tell(Entry entry)
    {
        if (!entry.IsNews)
        {
            entry.IsNews = true;
            _news.Add(entry);
        }
    }
}
