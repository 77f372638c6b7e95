using AsyncTick.Engine.Bridge;

namespace UnrealAsyncTick;

/// <summary>The queries that tasks wait for, found by the number that comes back with the answer. Game thread only.</summary>
internal sealed class QueryTable
{
    /// <summary>A number has the place in the table below, and above how often that place was used: an answer to one that was given up finds no task.</summary>
    public const int IndexBits = 16;

    private readonly List<QueryWait> _all = [];
    private readonly Stack<QueryWait> _free = [];

    /// <exception cref="InvalidOperationException">65,536 are under way.</exception>
    public QueryWait Rent()
    {
        if (_free.TryPop(out var free))
        {
            return free;
        }

        if (_all.Count >> IndexBits != 0)
        {
            throw new InvalidOperationException($"{_all.Count} queries of worlds are under way, which is the most.");
        }

        var made = new QueryWait((uint)_all.Count, this);
        _all.Add(made);
        return made;
    }

    public void Return(QueryWait wait) => _free.Push(wait);

    public void Answer(uint id, ReadOnlySpan<Hit> hits)
    {
        var index = (int)(id & ((1 << IndexBits) - 1));
        if (index < _all.Count && _all[index] is { IsOpen: true } wait && wait.Id == id)
        {
            wait.Answer(hits);
        }
    }

    public void EndWorld(ulong world)
    {
        foreach (var wait in _all)
        {
            if (wait.IsOpen && wait.World == world)
            {
                wait.OwnerIsGone();
            }
        }
    }
}
