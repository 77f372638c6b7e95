namespace AsyncTick;

/// <summary>What the loop knows of one tracked task and rarely looks at. Lives and is pooled with its <see cref="TaskRecord"/>. Loop thread only.</summary>
internal sealed class TaskDetails
{
    public string? Name;
    public string Expression = "";
    public string StartFile = "";
    public int StartLine;
    public int ParentId;
    public double StartedAt;
    public long StartFrame;
    public string? Status;
    public string? LastFault;

    // Scope membership, in order of start.
    public TaskRecord? Previous;
    public TaskRecord? Next;

    /// <summary>The continuation of the last wait, until it is known to be the outermost method's or not.</summary>
    public Action? Candidate;

    public object? WaitDetail;
    public double WaitSince;
    public double WaitUntil;

    public int MeasuredSteps;
    public long MeasuredTicks;
    public long LongestTicks;

    /// <summary>The task's world while it is paused.</summary>
    public object? WorldBehindPause;

    /// <summary>Paused by itself, whatever its scope is.</summary>
    public bool IsPausedItself;

    public bool CancelRequested;
    public CancelReason CancelReason;
    public int DeferDepth;
    public CancellationTokenSource? TokenSource;

    /// <summary>The source of the plain task that stands for a pooled method, once one was asked for.</summary>
    public object? Promise;

    /// <summary>The first of the locks that it holds, latest first.</summary>
    public HeldLock? Held;

    /// <summary>Those who wait for its end, in their order.</summary>
    public readonly WaitLine Waiters = new();

    public void Reset()
    {
        Name = Status = LastFault = null;
        Expression = StartFile = "";
        StartLine = ParentId = MeasuredSteps = DeferDepth = 0;
        StartedAt = WaitSince = WaitUntil = 0;
        StartFrame = MeasuredTicks = LongestTicks = 0;
        Previous = Next = null;
        Candidate = null;
        WaitDetail = WorldBehindPause = Promise = null;
        CancelRequested = IsPausedItself = false;
        CancelReason = CancelReason.None;
        TokenSource?.Dispose();
        TokenSource = null;
        Held = null;
    }

    public void RemoveHeld(HeldLock held)
    {
        if (held.Previous is null)
        {
            Held = held.Next;
        }
        else
        {
            held.Previous.Next = held.Next;
        }

        if (held.Next is not null)
        {
            held.Next.Previous = held.Previous;
        }

        held.Previous = held.Next = null;
        held.Holder = null;
    }
}
