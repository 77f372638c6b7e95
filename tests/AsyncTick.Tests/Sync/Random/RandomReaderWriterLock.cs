namespace AsyncTick.Tests.Sync;

internal sealed class RandomReaderWriterLock(int seed) : RandomTurns(seed)
{
    private readonly AsyncReaderWriterLock _lock = new();
    private readonly Dictionary<int, LockHold> _holds = [];

    // Those with a turn that have not resumed hold it, too.
    private readonly List<int> _holders = [];

    protected override void Arrive(int id)
    {
        if (Line.Count == 0 && MayEnter(id))
        {
            _holders.Add(id);
            Expected.Add($"{id}");
        }
        else
        {
            Line.Add(id);
        }

        Begin(id, async () =>
        {
            _holds[id] = IsWriter(id) ? await _lock.WriterLockAsync() : await _lock.ReaderLockAsync();
            return "";
        });
    }

    protected override void Operate()
    {
        int[] holders = [.. _holders.Except(Ready)];
        if (holders.Length > 0)
        {
            var id = holders[Random.Next(holders.Length)];
            _holds[id].Dispose();
            Leave(id);
        }
    }

    protected override void Resume(int id)
    {
        if (Canceled.Contains(id))
        {
            Leave(id);
        }
        else
        {
            Expected.Add($"{id}");
        }
    }

    protected override void OnLeft(int id) => HandOver();

    protected override void AssertObject(string when)
    {
        var writers = _holders.Count(IsWriter);
        Assert.That(writers == 0 || _holders.Count == 1, when);
        Assert.That((_lock.IsWriterLockHeld, _lock.ReaderCount, _lock.WaiterIds.Count), Is.EqualTo((writers == 1, _holders.Count - writers, Line.Count)), when);
        Assert.That(Line.Count == 0 || !MayEnter(Line[0]), $"{when}: the first in line could enter and does not");
    }

    private static bool IsWriter(int id) => id % 3 == 0;

    private bool MayEnter(int id) => _holders.Count == 0 || (!IsWriter(id) && !_holders.Exists(IsWriter));

    private void Leave(int id)
    {
        _holders.Remove(id);
        HandOver();
    }

    private void HandOver()
    {
        while (Line.Count > 0 && MayEnter(Line[0]))
        {
            _holders.Add(Line[0]);
            Grant();
        }
    }
}
