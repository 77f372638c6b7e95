namespace AsyncTick.Tests;

/// <summary>What happened, in order, as one line to compare with.</summary>
internal sealed class Trace
{
    private readonly List<string> _entries = [];

    public void Add(object entry) => _entries.Add(entry.ToString()!);

    public void Clear() => _entries.Clear();

    public int Count => _entries.Count;

    public override string ToString() => string.Join(' ', _entries);
}
