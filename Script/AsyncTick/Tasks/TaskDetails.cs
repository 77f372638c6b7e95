using System.Diagnostics;

namespace AsyncTick;

/// <summary>What the loop knows of one tracked task and rarely looks at. Lives and is pooled with its <see cref="TaskRecord"/>. Loop thread only.</summary>
internal sealed class TaskDetails
{
    /// <summary>Its place in <see cref="TaskRecords.All"/>.</summary>
    public int Index;
    public string? Name;
    public string Expression = "";
    public string StartFile = "";
    public int StartLine;
    public int ParentId;

    /// <summary>Its place in the order of all starts of the loop.</summary>
    public long Place;
    public double StartedAt;
    public long StartFrame;
    public string? Status;
    public string? LastFault;

    /// <summary>Null unless the task was started while a listener wanted activities.</summary>
    public Activity? Activity;

    /// <summary>Its place among the tasks of its scope.</summary>
    public ListLink<TaskRecord> InScope;

    /// <summary>The continuation of the last wait, until it is known to be the outermost method's or not.</summary>
    public Action? Candidate;

    /// <summary>Where the first wait stands among those for the next frame; see <see cref="TaskRecord.TryTakeFirstWait"/>.</summary>
    public uint FirstEntry;

    public object? WaitDetail;
    public double WaitSince;
    public double WaitUntil;

    public long MeasuredSteps;
    public long MeasuredTicks;
    public long LongestTicks;

    /// <summary>The task's world while it is paused.</summary>
    public object? WorldBehindPause;

    /// <summary>Paused by itself, whatever its scope is.</summary>
    public bool IsPausedItself;

    public bool CancelRequested;
    public CancelReason CancelReason;

    /// <summary>The stretches of its code that hold a cancellation off now, in order of their beginning.</summary>
    public List<Deferral>? Deferrals;
    public CancellationTokenSource? TokenSource;

    /// <summary>The source of the plain task that stands for a pooled method, once one was asked for.</summary>
    public object? Promise;

    /// <summary>The first of the locks that it holds, latest first.</summary>
    public IntrusiveList<HeldLock, HeldLock.InTask> Held;

    /// <summary>What is to be called when it has ended, and in whose name.</summary>
    public List<(Waiter Registrar, Action Callback)>? DoneCallbacks;

    /// <summary>Those who wait for its end, in their order.</summary>
    public readonly WaitLine Waiters = new();

    /// <summary>Notes the name and place of a start, most of the time the same as of the record's last one: a write of a reference is dear.</summary>
    public void SetStart(string? name, string expression, string file, int line)
    {
        StartLine = line;
        if (!ReferenceEquals(Name, name))
        {
            Name = ShownText.OneLine(name);
        }

        if (!ReferenceEquals(Expression, expression))
        {
            Expression = expression;
        }

        if (!ReferenceEquals(StartFile, file))
        {
            StartFile = file;
        }
    }

    public bool IsDeferring => Deferrals is { Count: > 0 };

    /// <summary>The number of the first stretch that has held a cancellation off for longer than it had asked for; the largest there is when none has.</summary>
    public long FirstOverdue(double now) => Deferrals!.Where(each => each.Deadline <= now).Select(static each => each.Number).DefaultIfEmpty(long.MaxValue).First();

    /// <summary>Makes the source of the task's token, unless another thread has just done so. Any thread.</summary>
    public CancellationTokenSource MakeTokenSource()
    {
        var made = new CancellationTokenSource();
        return Interlocked.CompareExchange(ref TokenSource, made, null) ?? made;
    }

    /// <summary>What each start writes stays as it is: most of the time it writes the same again, which costs less than a write of a reference.</summary>
    public void Reset()
    {
        Status = LastFault = null;
        Activity = null;
        WaitSince = WaitUntil = 0;
        MeasuredSteps = MeasuredTicks = LongestTicks = 0;
        InScope = default;
        Candidate = null;
        WaitDetail = WorldBehindPause = Promise = null;
        CancelRequested = IsPausedItself = false;
        CancelReason = CancelReason.None;
        TokenSource?.Dispose();
        TokenSource = null;
        Held = default;
        DoneCallbacks = null;
        Deferrals?.Clear();
    }
}
