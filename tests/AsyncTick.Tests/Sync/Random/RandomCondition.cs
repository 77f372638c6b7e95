namespace AsyncTick.Tests.Sync;

/// <summary>Tasks take the lock, wait for a notification and let the lock go; outsiders, with ids that end in 0, only hold the lock for a while.</summary>
internal sealed class RandomCondition : RandomTurns
{
    private readonly AsyncLock _lock = new();
    private readonly AsyncConditionVariable _changed;
    private readonly Dictionary<int, LockHold> _holds = [];

    // Line is the condition variable's. Who is where when it runs next:
    private readonly List<int> _lockLine = [];
    private readonly HashSet<int> _notified = [];
    private readonly HashSet<int> _relocking = [];
    private int _holder;

    public RandomCondition(int seed)
        : base(seed) => _changed = new AsyncConditionVariable(_lock);

    protected override void Arrive(int id)
    {
        if (_holder == 0)
        {
            _holder = id;
            Enter(id);
        }
        else
        {
            _lockLine.Add(id);
        }

        Begin(id, async () =>
        {
            if (IsOutsider(id))
            {
                _holds[id] = await _lock.LockAsync();
                return " holds";
            }

            using (await _lock.LockAsync())
            {
                await _changed.WaitAsync();
                Assert.That(_lock.HolderId, Is.EqualTo(Async.TaskId));
                Served.Add($"{id} notified");
            }

            return " done";
        });
    }

    protected override void Operate()
    {
        if (MakeWay())
        {
            return;
        }

        if (Random.Next(5) == 0)
        {
            _changed.NotifyAll();
            while (Line.Count > 0)
            {
                Notify();
            }
        }
        else
        {
            _changed.Notify();
            Notify();
        }
    }

    protected override bool MakeWay()
    {
        var isHeld = _holder != 0 && IsOutsider(_holder) && _holds.ContainsKey(_holder);
        if (isHeld)
        {
            _holds[_holder].Dispose();
            Release();
        }

        return isHeld;
    }

    protected override IEnumerable<int> Elsewhere => _lockLine;

    // One that comes back for the lock gets it whatever happens.
    protected override void OnCanceledElsewhere(int id)
    {
        if (!_relocking.Contains(id))
        {
            _lockLine.Remove(id);
        }
    }

    protected override void OnLeft(int id) => Ready.Add(id);

    protected override void Resume(int id)
    {
        if (_holder == id && _relocking.Remove(id))
        {
            if (!Canceled.Contains(id))
            {
                Expected.Add($"{id} notified");
                Expected.Add($"{id} done");
            }
            else if (_notified.Contains(id))
            {
                Notify();
            }

            Release();
        }
        else if (_holder == id)
        {
            if (Canceled.Contains(id))
            {
                Release();
            }
            else
            {
                Enter(id);
            }
        }
        else
        {
            if (Canceled.Contains(id) && _notified.Remove(id))
            {
                Notify();
            }

            _relocking.Add(id);
            _lockLine.Add(id);
            HandOver();
        }
    }

    protected override void AssertObject(string when) =>
        Assert.That((_changed.WaiterIds.Count, _lock.IsHeld, _lock.WaiterIds.Count), Is.EqualTo((Line.Count, _holder != 0, _lockLine.Count)), when);

    private static bool IsOutsider(int id) => id % 10 == 0;

    // With the lock.
    private void Enter(int id)
    {
        if (IsOutsider(id))
        {
            Expected.Add($"{id} holds");
        }
        else
        {
            Release();
            Line.Add(id);
        }
    }

    private void Notify()
    {
        if (Line.Count > 0)
        {
            _notified.Add(Line[0]);
            Grant();
        }
    }

    private void Release()
    {
        _holder = 0;
        HandOver();
    }

    private void HandOver()
    {
        if (_holder == 0 && _lockLine.Count > 0)
        {
            _holder = _lockLine[0];
            _lockLine.RemoveAt(0);
            Ready.Add(_holder);
        }
    }
}
