using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What the loop knows of one tracked task and needs at each resume; the rest is in <see cref="Details"/>, out of the way of the
/// processor's caches. Records are pooled: a <see cref="TaskContext"/> lives as long as it may still be posted to, its record only
/// as long as the task. Loop thread only.
/// </summary>
internal sealed class TaskRecord : WaiterState
{
    // In place of a paused task's world: the pump compares worlds before each step in any case, so a task that is not paused pays nothing.
    private static readonly object PausedWorld = new();

    public readonly TaskDetails Details = new();
    public SendOrPostCallback? YieldCallback;
    public TaskContext Context = null!;
    public Task? Task;

    /// <summary>The outermost method, when it is a pooled one that has waited; then <see cref="Task"/> is null.</summary>
    public PooledOperation? Pooled;
    public object? World;

    /// <summary>Steps of the same key run in one batch: the task's world, or a stand-in for no world, while it is trusted to be quick and not paused; null otherwise. See <see cref="StepMeter"/>.</summary>
    public object? BatchKey;

    /// <summary>How the outermost method resumes while it is trusted to be quick.</summary>
    public DirectResume? Direct;

    /// <summary><see cref="Direct"/>'s, once it is there.</summary>
    public DirectResume.Stepper? Step;
    public string WaitFile = "";

    /// <summary><see cref="WaitFile"/> as the recorder names it.</summary>
    public uint WaitFileBits;
    public long Resumes;

    /// <summary>The kind of method that has earned <see cref="LightSteps"/>, as an address: a record outlives the code of a script, and must not hold it.</summary>
    public nint Kind;
    public int WaitLine;
    public WaitKind WaitKind;
    public bool ObserverAttached;

    /// <summary>Short steps in a row, up to <see cref="StepMeter.LightStepsToTrust"/>; those of earlier tasks of the same <see cref="Kind"/> count. Far below zero after a slow one.</summary>
    public int LightSteps;

    /// <summary>The name given at the start, or one read off the start's source text: <c>() => Patrol(3)</c> is <c>Patrol(3)</c>.</summary>
    public override string DisplayName => Details.Name ??= TaskName.FromExpression(Details.Expression);

    /// <summary>As <see cref="DisplayName"/>, for other threads, which must not write to the record: the task in it may be the next one by then.</summary>
    public string NameFromOutside => Details.Name ?? TaskName.FromExpression(Details.Expression);

    /// <summary>The outermost method; null when it has ended or never waited.</summary>
    public object? Method => Task ?? (object?)Pooled;

    public bool IsPaused => ReferenceEquals(World, PausedWorld);

    /// <summary>The task of the same scope that was started after it.</summary>
    public TaskRecord? NextInScope => Details.InScope.Next;

    /// <summary>Where the task stands while its code does not run.</summary>
    public TaskState WaitingState => Details.CancelRequested ? TaskState.Canceling : IsPaused ? TaskState.Paused : TaskState.Waiting;

    /// <summary>Whether it waits for something that the loop does not know.</summary>
    public bool WaitsOutside =>
        WaitKind == WaitKind.Outside
        || (OwnWait == OwnWait.None && OtherPending <= 0 && WaitKind is not (WaitKind.Task or WaitKind.ThreadPool or WaitKind.Group));

    /// <summary>Who a fault of the task belongs to.</summary>
    public TaskOrigin OriginFor(TaskContext context) =>
        new(context.Id, DisplayName, context.Scope.Path, FaultReport.Site(Details.StartFile, Details.StartLine), Details.ParentId);

    /// <summary>To be called when the world or the trust has changed.</summary>
    public void ChooseBatchKey()
    {
        if (LightSteps >= StepMeter.LightStepsToTrust && !IsPaused)
        {
            BatchKey = StepMeter.BatchKeyOf(World);
        }
        else
        {
            BatchKey = null;
        }
    }

    /// <summary>
    /// A wait for the next frame begins with a continuation that is not known as the outermost method's. The first one of a first step is taken for it all the
    /// same, which it is most of the time: then the record itself is the entry (true), until <see cref="TaskEnds.AfterFirstStep"/> knows the method.
    /// </summary>
    public bool TryTakeFirstWait(Action continuation, uint entry)
    {
        if (OwnContinuation is null && Details.Candidate is null && Method is null && !IsDetached && continuation.Target is PooledOperation or System.Threading.Tasks.Task)
        {
            OwnContinuation = continuation;
            OwnWait = OwnWait.Await;
            Details.FirstEntry = entry;
            return true;
        }

        OtherPending++;
        Details.Candidate = continuation;
        return false;
    }

    /// <summary>The outermost method is known. Tasks that run the same one in the same record are alike, so trust goes on.</summary>
    public void InheritTrust(object method)
    {
        var kind = method.GetType().TypeHandle.Value;
        if (Kind != kind)
        {
            Kind = kind;
            LightSteps = 0;
        }
        else if (LightSteps >= StepMeter.LightStepsToTrust)
        {
            ChooseBatchKey();
        }
    }

    /// <summary>Looks for what resumes the outermost method directly; not for tasks that end after a few steps. Null until another thread has made it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void FindStep()
    {
        if (Direct is null && Task is not null && Resumes >= StepMeter.LightStepsToTrust)
        {
            Direct = DirectResume.For(Task, Context.Loop.Tasks.Records.DirectResumes, Context.Loop.Flow.Values);
        }

        Step ??= Direct?.Resume;
    }

    /// <summary>A <c>Task.Yield()</c>. True when it is the outermost method's, so that the record itself is the entry that resumes it.</summary>
    public bool TryYield(SendOrPostCallback callback, object? state)
    {
        if (OwnWait != OwnWait.None)
        {
            return false;
        }

        if (ReferenceEquals(state, Task))
        {
            OwnWait = OwnWait.Yield;
            if (!ReferenceEquals(YieldCallback, callback))
            {
                YieldCallback = callback;
            }
        }
        else if (Pooled is not null && ReferenceEquals(state, OwnContinuation))
        {
            // A pooled method's own yield hands over the method's continuation.
            OwnWait = OwnWait.Await;
        }
        else
        {
            return false;
        }

        WaitKind = WaitKind.NextFrame;
        WaitLine = 0;
        return true;
    }

    /// <summary>From now on its entries are put aside: see <see cref="LoopPausing"/>. Not when it is canceled: nothing may keep it from ending.</summary>
    public void BeginPause()
    {
        if (!IsPaused && !Details.CancelRequested)
        {
            Details.WorldBehindPause = World;
            World = PausedWorld;
            ChooseBatchKey();
        }
    }

    public void EndPause()
    {
        if (IsPaused)
        {
            World = Details.WorldBehindPause;
            Details.WorldBehindPause = null;
            ChooseBatchKey();
        }
    }

    /// <summary>A step of it that was timed by itself is over.</summary>
    public void NoteStep(long ticks, bool isLight)
    {
        var details = Details;
        details.MeasuredSteps++;
        details.MeasuredTicks += ticks;
        details.LongestTicks = Math.Max(details.LongestTicks, ticks);
        if (!isLight)
        {
            LightSteps = Math.Min(LightSteps, 0);
            BatchKey = null;
        }
        else if (LightSteps < StepMeter.LightStepsToTrust)
        {
            LightSteps++;
            ChooseBatchKey();
        }
    }

    /// <summary>One of its steps was slow, or may have been: the next such one shall be known to be its own, even if that is a minute later.</summary>
    public void Distrust()
    {
        LightSteps = -StepMeter.LightStepsToForgive;
        BatchKey = null;
    }

    /// <summary>Game-thread time that its steps have taken.</summary>
    public double UsedSeconds(StepMeter meter) => meter.UsedSeconds(Details.MeasuredTicks, Resumes, Details.MeasuredSteps);

    public void AddHeld(HeldLock held)
    {
        held.Holder = this;
        Details.Held.AddFirst(held);
    }

    public void RemoveHeld(HeldLock held)
    {
        held.Holder = null;
        Details.Held.Remove(held);
    }

    /// <summary>Ready for the pool: nothing of the task, and nothing of a script's load context, stays behind.</summary>
    public void Reset()
    {
        OwnContinuation = null;
        YieldCallback = null;
        Context = null!;
        Task = null;
        Pooled = null;
        World = BatchKey = null;
        Direct = null;
        Step = null;
        WaitFile = "";
        WaitFileBits = 0;
        Waits = default;
        Resumes = 0;
        WaitLine = OtherPending = 0;
        OwnWait = OwnWait.None;
        WaitKind = WaitKind.Outside;
        Cancel = ObserverAttached = false;
        Details.Reset();
    }

    public void NoteWait(WaitKind kind, string file, int line, object? detail = null, double until = double.PositiveInfinity)
    {
        WaitKind = kind;
        WaitLine = line;
        if (!ReferenceEquals(WaitFile, file))
        {
            ChangeWaitFile(file);
        }

        var details = Details;
        if (!ReferenceEquals(details.WaitDetail, detail))
        {
            details.WaitDetail = detail;
        }

        details.WaitUntil = until;
        details.WaitSince = Context.Loop.Clocks.Real.Now;
    }

    /// <summary>Tells of a step that is about to run; one that comes from a wait outside the loop has no line, for the last one known is not its own.</summary>
    public void TellStep(FlightRecorder recorder, TaskContext context)
    {
        var isOutside = WaitsOutside;
        recorder.Step(isOutside ? 0 : WaitFileBits, isOutside ? 0 : WaitLine, context.Id);
    }

    /// <summary>The next wait is in another file than the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void ChangeWaitFile(string file)
    {
        WaitFile = file;
        WaitFileBits = Context.Loop.Recorder.SiteBitsOf(file);
    }

    public override void Prefetch()
    {
        CacheHint.Prefetch(ref Task, 64);
        CacheHint.Prefetch(ref Unsafe.AsRef(in Details), 64);
    }

    protected override void NoteCandidate(Action continuation) => Details.Candidate = continuation;

    /// <summary>The links of a scope's list of tasks.</summary>
    internal readonly struct InScope : IListLink<TaskRecord>
    {
        public static ref ListLink<TaskRecord> Of(TaskRecord item) => ref item.Details.InScope;
    }
}
