namespace AsyncTick;

/// <summary>
/// Idle objects of one kind, so that none is made in steady state. After a burst what was idle all along between two looks (<see cref="Trim"/>) is let go:
/// the pool keeps what the loop's work needs, not the most that it ever needed. Loop thread only.
/// </summary>
/// <param name="make">Makes one when none is idle.</param>
/// <param name="surplus">Called when so many are idle that some may be more than are needed.</param>
/// <param name="letGo">Called with each that is let go; null for nothing.</param>
internal sealed class Pool<T>(Func<T> make, Action surplus, Action<T>? letGo = null) : ITrimmable
    where T : class
{
    /// <summary>So many are kept however little they are used.</summary>
    public const int AlwaysKept = 1024;

    /// <summary>With fewer it is not worth a look.</summary>
    public const int SurplusFrom = 4096;

    private Slot[] _idle = new Slot[16];
    private int _count;
    private int _leastIdle;

    // In a structure, which a write to an array of objects needs no check of its type for.
    private struct Slot
    {
        public T? Item;
    }

    public bool HasSurplus => _count >= SurplusFrom;

    public T Rent()
    {
        var left = _count - 1;
        if (left < 0)
        {
            _leastIdle = 0;
            return make();
        }

        _count = left;
        _leastIdle = Math.Min(_leastIdle, left);
        return Take(left);
    }

    public void Return(T item)
    {
        if (_count == _idle.Length)
        {
            Array.Resize(ref _idle, _count * 2);
        }

        _idle[_count++].Item = item;
        if (_count == SurplusFrom)
        {
            surplus();
        }
    }

    public int Trim(int most)
    {
        var count = Math.Clamp(Math.Min(_leastIdle, _count - AlwaysKept), 0, most);
        for (var i = 0; i < count; i++)
        {
            var item = Take(--_count);
            letGo?.Invoke(item);
        }

        _leastIdle = count < most ? _count : _leastIdle - count;
        if (count > 0 && count < most)
        {
            Array.Resize(ref _idle, Math.Max(16, _count));
        }

        return count;
    }

    private T Take(int index)
    {
        ref var slot = ref _idle[index];
        var item = slot.Item!;
        slot.Item = null;
        return item;
    }
}
