namespace AsyncTick.Tests.Sync;

internal sealed class RandomBarrier(int seed) : RandomTurns(seed)
{
    private readonly AsyncBarrier _barrier = new(3);
    private int _participants = 3;
    private long _phase;

    protected override void Arrive(int id)
    {
        if (Line.Count + 1 == _participants)
        {
            EndPhase();
            Expected.Add($"{id}");
        }
        else
        {
            Line.Add(id);
        }

        Begin(id, async () =>
        {
            await _barrier.SignalAndWaitAsync();
            return "";
        });
    }

    protected override void Operate()
    {
        if (Random.Next(2) == 0)
        {
            _barrier.AddParticipants();
            _participants++;
        }
        else if (_participants > 2 && Line.Count < _participants)
        {
            _barrier.RemoveParticipants();
            if (--_participants == Line.Count)
            {
                EndPhase();
            }
        }
    }

    // The phase of one that was canceled after it is over all the same.
    protected override void Resume(int id)
    {
        if (!Canceled.Contains(id))
        {
            Expected.Add($"{id}");
        }
    }

    protected override void AssertObject(string when) =>
        Assert.That(
            (_barrier.CurrentPhaseNumber, _barrier.ParticipantCount, _barrier.ParticipantsRemaining),
            Is.EqualTo((_phase, _participants, _participants - Line.Count)),
            when);

    private void EndPhase()
    {
        _phase++;
        while (Line.Count > 0)
        {
            Grant();
        }
    }
}
