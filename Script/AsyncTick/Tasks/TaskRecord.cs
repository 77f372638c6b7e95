using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What the loop knows of one tracked task and needs at each resume; the rest is in <see cref="Details"/>, out of the way of the
/// processor's caches. Records are pooled: a <see cref="TaskContext"/> lives as long as anybody may still post to it, its record only
/// as long as the task. Loop thread only.
/// </summary>
internal sealed class TaskRecord : WaiterState
{
    private static readonly object NoWorld = new();

    public readonly TaskDetails Details = new();

    public SendOrPostCallback? YieldCallback;
    public TaskContext Context = null!;
    public Task? Task;

    /// <summary>The outermost method, when it is a pooled one that has waited; then <see cref="Task"/> is null.</summary>
    public PooledOperation? Pooled;
    public object? World;

    /// <summary>Its world, or a stand-in for no world, while it is trusted to be quick and not paused; null otherwise. See <see cref="StepMeter"/>.</summary>
    public object? Lane;

    /// <summary>How the outermost method resumes while it is trusted to be quick.</summary>
    public DirectResume? Direct;
    public string WaitFile = "";
    public int Resumes;
    public int WaitLine;
    public WaitKind WaitKind;
    public bool ObserverAttached;

    /// <summary>Short steps in a row, up to <see cref="StepMeter.LightStepsToTrust"/>.</summary>
    public byte LightSteps;

    /// <summary>The name given at the start, or one read off the start's source text: <c>() => Patrol(3)</c> is <c>Patrol(3)</c>.</summary>
    public string DisplayName => Details.Name ??= TaskName.FromExpression(Details.Expression);

    /// <summary>The lane of trusted tasks of a world.</summary>
    public static object LaneOf(object? world) => world ?? NoWorld;

    /// <summary>To be called when the world or the trust has changed.</summary>
    public void ChooseLane()
    {
        if (LightSteps >= StepMeter.LightStepsToTrust && !GameLoop.IsPaused(this))
        {
            Lane = LaneOf(World);
            Direct ??= DirectResume.For(Task, Context.Loop.DirectResumes);
        }
        else
        {
            Lane = null;
        }
    }

    /// <summary>Ready for the pool: nothing of the task, and nothing of a script's load context, stays behind.</summary>
    public void Reset()
    {
        OwnContinuation = null;
        YieldCallback = null;
        Context = null!;
        Task = null;
        Pooled = null;
        World = Lane = null;
        Direct = null;
        WaitFile = "";
        Waits = default;
        Resumes = WaitLine = OtherPending = 0;
        OwnWait = OwnWait.None;
        WaitKind = WaitKind.Outside;
        Cancel = ObserverAttached = false;
        LightSteps = 0;
        Details.Reset();
    }

    public override void Prefetch()
    {
        CacheHint.Prefetch(ref Task, 64);
        CacheHint.Prefetch(ref Unsafe.AsRef(in Details), 64);
    }

    protected override void NoteCandidate(Action continuation) => Details.Candidate = continuation;

    public void NoteWait(WaitKind kind, string file, int line, object? detail = null, double until = double.PositiveInfinity)
    {
        WaitKind = kind;
        WaitLine = line;
        if (!ReferenceEquals(WaitFile, file))
        {
            WaitFile = file;
        }

        var details = Details;
        if (!ReferenceEquals(details.WaitDetail, detail))
        {
            details.WaitDetail = detail;
        }

        details.WaitUntil = until;
        details.WaitSince = Context.Loop.Clocks.Real.Now;
    }
}
