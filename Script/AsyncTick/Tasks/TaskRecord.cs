namespace AsyncTick;

/// <summary>
/// What the loop knows of one tracked task. Records are pooled: a <see cref="TaskContext"/> lives as long as anybody may
/// still post to it, its record only as long as the task. Loop thread only.
/// </summary>
internal sealed class TaskRecord
{
    // Read and written at each resume; kept together.
    public Action? OwnContinuation;
    public OwnWait OwnWait;
    public bool Cancel;
    public bool ObserverAttached;
    public bool IsOrphanage;
    public byte LightSteps;
    public WaitKind WaitKind;
    public int OtherPending;
    public int WaitLine;
    public string WaitFile = "";
    public object? World;
    public long Resumes;
    public long UsedTicks;
    public long LongestTicks;
    public WaitNode? Waits;

    public TaskContext Context = null!;
    public Task? Task;
    public Action? Candidate;
    public SendOrPostCallback? YieldCallback;
    public object? WaitDetail;
    public double WaitSince;
    public double WaitUntil;

    // Scope membership, in order of start.
    public TaskRecord? Previous;
    public TaskRecord? Next;

    public string? Name;
    public string Expression = "";
    public string StartFile = "";
    public int StartLine;
    public int ParentId;
    public double StartedAt;
    public long StartFrame;
    public string? Status;
    public string? LastFault;
    public bool CancelRequested;
    public CancelReason CancelReason;
    public int DeferDepth;
    public CancellationTokenSource? TokenSource;

    /// <summary>Ready for the pool: nothing of the task, and nothing of a script's load context, stays behind.</summary>
    public void Reset()
    {
        OwnContinuation = null;
        Cancel = ObserverAttached = CancelRequested = false;
        OwnWait = OwnWait.None;
        LightSteps = 0;
        WaitKind = WaitKind.Outside;
        OtherPending = WaitLine = StartLine = ParentId = DeferDepth = 0;
        WaitFile = Expression = StartFile = "";
        World = WaitDetail = null;
        Resumes = UsedTicks = LongestTicks = StartFrame = 0;
        WaitSince = WaitUntil = StartedAt = 0;
        Waits = null;
        Context = null!;
        Task = null;
        Candidate = null;
        YieldCallback = null;
        Previous = Next = null;
        Name = Status = LastFault = null;
        CancelReason = CancelReason.None;
        TokenSource?.Dispose();
        TokenSource = null;
    }

    /// <summary>The name given at the start, or one read off the start's source text: <c>() => Patrol(3)</c> is <c>Patrol(3)</c>.</summary>
    public string DisplayName => Name ??= TaskName.FromExpression(Expression);

    public void NoteWait(WaitKind kind, string file, int line, object? detail = null, double until = double.PositiveInfinity)
    {
        WaitKind = kind;
        WaitFile = file;
        WaitLine = line;
        WaitDetail = detail;
        WaitUntil = until;
        WaitSince = Context.Loop.Clocks.Real.Now;
    }
}
