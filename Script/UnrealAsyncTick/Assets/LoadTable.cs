namespace UnrealAsyncTick;

/// <summary>The loads that tasks wait for, and what they keep, by number. Game thread only.</summary>
internal sealed class LoadTable
{
    private readonly Dictionary<uint, LoadWait> _open = [];
    private uint _last;

    public uint Add(LoadWait wait)
    {
        _open.Add(++_last, wait);
        return _last;
    }

    public void Remove(uint id) => _open.Remove(id);

    public void End(uint id)
    {
        if (_open.TryGetValue(id, out var wait))
        {
            wait.Done();
        }
    }
}
