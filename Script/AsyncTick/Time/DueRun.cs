namespace AsyncTick;

/// <summary>
/// Waits whose slots have come, sorted: filled at the end, slot after slot, and taken from the front. An entry keeps what its order depends on, so
/// that the wait itself is touched once. One that was canceled meanwhile stays until its turn comes: see <see cref="Entry.Sequence"/>. Loop thread only.
/// </summary>
internal sealed class DueRun
{
    private Entry[] _entries = [];
    private int _next;
    private int _end;

    /// <param name="Due">When it is due.</param>
    /// <param name="Sequence">Its number among all waits ever; a table's cell with another number has a new wait.</param>
    /// <param name="Cell">Where its table keeps it.</param>
    public readonly record struct Entry(double Due, long Sequence, int Cell) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Due < other.Due ? -1 : Due > other.Due ? 1 : Sequence.CompareTo(other.Sequence);
    }

    public int Count => _end - _next;

    /// <summary>The earliest; there must be one.</summary>
    public ref readonly Entry First => ref _entries[_next];

    /// <summary>Those that come next, at most <paramref name="most"/>.</summary>
    public ReadOnlySpan<Entry> Ahead(int most) => _entries.AsSpan(_next, Math.Min(most, Count));

    public void Append(in Entry entry)
    {
        if (_end == _entries.Length)
        {
            MakeRoom();
        }

        _entries[_end++] = entry;
    }

    /// <summary>Puts the last <paramref name="count"/> entries in order; they came latest first, as a slot keeps them.</summary>
    public void SortLast(int count)
    {
        var last = _entries.AsSpan(_end - count, count);
        last.Reverse();
        for (var i = 1; i < last.Length; i++)
        {
            if (last[i].CompareTo(last[i - 1]) < 0)
            {
                last.Sort();
                return;
            }
        }
    }

    public void RemoveFirst()
    {
        if (++_next == _end)
        {
            _next = _end = 0;
        }
    }

    /// <summary>Numbers the cells anew, without those entries whose new number is negative, and gives back room.</summary>
    public void Renumber(Func<Entry, int> number)
    {
        Entry[] kept = [.. Ahead(Count).ToArray().Select(entry => entry with { Cell = number(entry) }).Where(static entry => entry.Cell >= 0)];
        (_entries, _next, _end) = (kept, 0, kept.Length);
    }

    private void MakeRoom()
    {
        if (_next > _entries.Length / 2)
        {
            Array.Copy(_entries, _next, _entries, 0, Count);
            (_next, _end) = (0, Count);
            return;
        }

        Array.Resize(ref _entries, Math.Max(64, _entries.Length * 2));
    }
}
