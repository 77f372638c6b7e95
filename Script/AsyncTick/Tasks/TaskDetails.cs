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

    public bool CancelRequested;
    public CancelReason CancelReason;
    public int DeferDepth;
    public CancellationTokenSource? TokenSource;

    public void Reset()
    {
        Name = Status = LastFault = null;
        Expression = StartFile = "";
        StartLine = ParentId = MeasuredSteps = DeferDepth = 0;
        StartedAt = WaitSince = WaitUntil = 0;
        StartFrame = MeasuredTicks = LongestTicks = 0;
        Previous = Next = null;
        Candidate = null;
        WaitDetail = null;
        CancelRequested = false;
        CancelReason = CancelReason.None;
        TokenSource?.Dispose();
        TokenSource = null;
    }
}
