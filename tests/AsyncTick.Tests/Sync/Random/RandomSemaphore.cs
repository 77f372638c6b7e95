namespace AsyncTick.Tests.Sync;

internal sealed class RandomSemaphore : RandomTurns
{
    private readonly AsyncSemaphore _semaphore;
    private readonly Dictionary<int, LockHold> _holds = [];
    private readonly List<int> _holders = [];
    private int _free;
    private int _total;

    public RandomSemaphore(int seed)
        : base(seed)
    {
        _free = _total = Random.Next(4);
        _semaphore = new AsyncSemaphore(_free);
    }

    protected override void Arrive(int id)
    {
        if (_free > 0 && Line.Count == 0)
        {
            _free--;
            Serve(id);
        }
        else
        {
            Line.Add(id);
        }

        if (HasHold(id))
        {
            Begin(id, async () =>
            {
                _holds[id] = await _semaphore.LockAsync();
                return "";
            });
        }
        else
        {
            Begin(id, async () =>
            {
                await _semaphore.WaitAsync();
                return "";
            });
        }
    }

    protected override void Operate()
    {
        if (_holders.Count == 0 || Random.Next(8) == 0)
        {
            _total++;
            _semaphore.Release();
        }
        else
        {
            var id = _holders[Random.Next(_holders.Count)];
            _holders.Remove(id);
            if (HasHold(id))
            {
                _holds[id].Dispose();
                _holds[id].Dispose();
            }
            else
            {
                _semaphore.Release();
            }
        }

        Release();
    }

    protected override void Resume(int id)
    {
        if (Canceled.Contains(id))
        {
            Release();
        }
        else
        {
            Serve(id);
        }
    }

    protected override void AssertObject(string when)
    {
        Assert.That((_semaphore.CurrentCount, _semaphore.WaiterIds.Count), Is.EqualTo(((long)_free, Line.Count)), when);
        Assert.That(_free + _holders.Count + Ready.Count, Is.EqualTo(_total), when);
        Assert.That(Test.Loop.Tasks.HeldLocks(), Has.Count.EqualTo(_holders.Count(HasHold) + Ready.Count(HasHold)), when);
    }

    private static bool HasHold(int id) => id % 2 == 0;

    private void Serve(int id)
    {
        _holders.Add(id);
        Expected.Add($"{id}");
    }

    private void Release()
    {
        _free++;
        if (Line.Count > 0)
        {
            _free--;
            Grant();
        }
    }
}
