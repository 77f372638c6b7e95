namespace AsyncTick.Net;

/// <summary>
/// Lets a fixed number of entries through per frame, first come, first served; the rest queue for the following frames.
/// Game thread only.
/// </summary>
/// <remarks>
/// An entry within the quota costs no wait; no entry allocates in steady state, but a task is started to serve the queue whenever one forms. The
/// queue is as long as there are waiting tasks.
/// </remarks>
public sealed class FrameQuota
{
    private readonly TaskScope _scope;
    private readonly GameLoop _loop;
    private readonly string _name;
    private readonly LinkedList<QuotaTurn> _waiting = new();
    private readonly Stack<EntryWait> _idle = new();
    private bool _serving;
    private long _frame = -1;
    private int _used;

    /// <summary>Makes a quota.</summary>
    /// <param name="scope">Ends the waits when it is canceled; the queue is served by a task in it, only while a task waits.</param>
    /// <param name="perFrame">Entries per frame, at least one.</param>
    /// <param name="name">Shown in the task list while a task waits.</param>
    public FrameQuota(TaskScope scope, int perFrame, string name)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perFrame);
        _scope = scope;
        _loop = scope.Loop;
        PerFrame = perFrame;
        _name = name;
    }

    /// <summary>Entries per frame.</summary>
    public int PerFrame { get; }

    /// <summary>How many wait for a later frame.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Passes at once while this frame has room and no task waits; otherwise waits in line. 0 bytes in steady state. Await it once.</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the quota's scope. A canceled wait leaves the line and takes no turn.</exception>
    /// <exception cref="InvalidOperationException">Called on another thread.</exception>
    public ValueTask Enter()
    {
        if (TryPassAtOnce())
        {
            return ValueTask.CompletedTask;
        }

        return (_idle.TryPop(out var wait) ? wait : new EntryWait(this)).Start();
    }

    /// <summary>Passes, or stands in line: then the turn's waiter is woken to ask again.</summary>
    /// <exception cref="OperationCanceledException">The quota's scope has ended.</exception>
    internal bool TryPass(QuotaTurn turn)
    {
        if (turn.IsGranted)
        {
            turn.IsGranted = false;
            return true;
        }

        if (turn.IsDropped)
        {
            turn.IsDropped = false;
            throw new OperationCanceledException($"The scope of {_name} has ended.");
        }

        if (turn.Place.List is not null)
        {
            return false;
        }

        if (TryPassAtOnce())
        {
            return true;
        }

        _waiting.AddLast(turn.Place);
        if (!_serving)
        {
            _serving = true;
            _ = _scope.Start(ServeQueue, _name);
        }

        return false;
    }

    /// <summary>The waiter needs no turn any more.</summary>
    internal void Leave(QuotaTurn turn)
    {
        if (turn.Place.List is not null)
        {
            _waiting.Remove(turn.Place);
        }
        else if (turn.IsGranted && _frame == _loop.FrameNumber)
        {
            // It came in the frame in which its waiter went: another may have it.
            _used--;
        }

        turn.IsGranted = turn.IsDropped = false;
    }

    private bool TryPassAtOnce()
    {
        // Its line has no lock: a reader on another thread would break it for all others.
        _loop.VerifyThread();
        StartFrame();
        if (_used >= PerFrame || _waiting.Count > 0)
        {
            return false;
        }

        _used++;
        return true;
    }

    private async Task ServeQueue()
    {
        try
        {
            while (_waiting.Count > 0)
            {
                await Async.NextFrame();
                StartFrame();
                while (_used < PerFrame && _waiting.First is { } place)
                {
                    _used++;
                    _waiting.RemoveFirst();
                    place.Value.IsGranted = true;
                    place.Value.Waiter.Wake();
                }
            }
        }
        finally
        {
            _serving = false;

            // Only when the scope has ended: nothing serves them any more.
            while (_waiting.First is { } place)
            {
                _waiting.RemoveFirst();
                place.Value.IsDropped = true;
                place.Value.Waiter.Wake();
            }
        }
    }

    private void StartFrame()
    {
        if (_frame != _loop.FrameNumber)
        {
            _frame = _loop.FrameNumber;
            _used = 0;
        }
    }

    private sealed class EntryWait : ReusableWait<bool>
    {
        private readonly FrameQuota _quota;
        private readonly QuotaTurn _turn;

        public EntryWait(FrameQuota quota)
        {
            _quota = quota;
            _turn = new QuotaTurn(this);
        }

        public ValueTask Start() => BeginPlain(Async.Token);

        protected override bool TryTake(out bool result) => result = _quota.TryPass(_turn);

        protected override void OnEnded() => _quota.Leave(_turn);

        protected override void OnTaken() => _quota._idle.Push(this);
    }
}
