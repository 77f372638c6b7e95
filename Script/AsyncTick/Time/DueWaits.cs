namespace AsyncTick;

/// <summary>
/// What was due when a frame began and is not ready yet. A hundred thousand waits that end at once would hold a frame for as long as it takes to
/// move them, so they become ready some at a time: this object is among the ready work, in the place of those that are still to come, once for each frame
/// that has left some. Loop thread only.
/// </summary>
internal sealed class DueWaits
{
    /// <summary>So many become ready at once. What they touch stays in the processor's caches until they run.</summary>
    public const int Slice = 256;

    private readonly Queue<Due> _due = new();
    private long _frame;

    private readonly record struct Due(LoopClock Clock, DueLimit Limit, long Frame);

    public bool IsEmpty => _due.Count == 0;

    /// <summary>A frame begins: what is noted from here on is its own.</summary>
    public void BeginFrame() => _frame++;

    public void Note(LoopClock clock) => _due.Enqueue(new Due(clock, clock.Timers.BeginDue(clock.Now), _frame));

    /// <summary>Makes ready the next ones of the earliest frame that has left some, in order. Returns whether it has more.</summary>
    public bool MakeReady()
    {
        var left = Slice;
        var frame = _due.Peek().Frame;
        do
        {
            var due = _due.Peek();
            left -= due.Clock.MakeReady(due.Limit, left);
            if (left == 0)
            {
                return true;
            }

            _due.Dequeue();
        }
        while (_due.Count > 0 && _due.Peek().Frame == frame);

        return false;
    }
}
