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

    private readonly Stack<T> _idle = new();
    private int _leastIdle;

    public bool HasSurplus => _idle.Count >= SurplusFrom;

    public T Rent()
    {
        if (!_idle.TryPop(out var item))
        {
            _leastIdle = 0;
            return make();
        }

        if (_idle.Count < _leastIdle)
        {
            _leastIdle = _idle.Count;
        }

        return item;
    }

    public void Return(T item)
    {
        _idle.Push(item);
        if (_idle.Count == SurplusFrom)
        {
            surplus();
        }
    }

    public int Trim(int most)
    {
        var count = Math.Clamp(Math.Min(_leastIdle, _idle.Count - AlwaysKept), 0, most);
        for (var i = 0; i < count; i++)
        {
            var item = _idle.Pop();
            letGo?.Invoke(item);
        }

        _leastIdle = count < most ? _idle.Count : _leastIdle - count;
        if (count > 0 && count < most)
        {
            _idle.TrimExcess();
        }

        return count;
    }
}
