namespace AsyncTick.Tests.Sync;

internal sealed class RandomCountdown(int seed) : RandomTurns(seed)
{
    private readonly AsyncCountdownEvent _countdown = new(2);
    private long _count = 2;

    protected override void Arrive(int id)
    {
        if (_count == 0)
        {
            Expected.Add($"{id}");
        }
        else
        {
            Line.Add(id);
        }

        Begin(id, async () =>
        {
            await _countdown.WaitAsync();
            return "";
        });
    }

    protected override void Operate()
    {
        var before = _count;
        var by = Random.Next(1, 4);
        if (Random.Next(2) == 0)
        {
            _countdown.Signal(by);
            _count -= by;
        }
        else
        {
            _countdown.AddCount(by);
            _count += by;
        }

        if (before != 0 && Math.Sign(before) != Math.Sign(_count))
        {
            while (Line.Count > 0)
            {
                Grant();
            }
        }
    }

    protected override void Resume(int id)
    {
        if (!Canceled.Contains(id))
        {
            Expected.Add($"{id}");
        }
    }

    protected override void AssertObject(string when) => Assert.That((_countdown.CurrentCount, _countdown.WaiterCount), Is.EqualTo((_count, Line.Count)), when);
}
