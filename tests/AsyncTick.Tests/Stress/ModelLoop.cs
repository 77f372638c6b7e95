namespace AsyncTick.Tests;

/// <summary>
/// What a loop has to do, in lists that are searched from end to end: DESIGN's "What a frame does" with nothing done for speed. Knows nothing of
/// the loop's own code. What can be got wrong is virtual, for the models that do.
/// </summary>
internal partial class ModelLoop
{
    protected readonly List<ModelEntry> Ready = [];
    protected readonly List<ModelEntry> Next = [];
    protected readonly List<ModelEntry> Remote = [];
    protected readonly List<ModelEntry> Parked = [];
    protected readonly List<ModelWait> Timers = [];
    private readonly StressProfile _profile;
    private readonly double[] _clocks = new double[StressProgram.Clocks];
    private readonly List<(ModelTask Task, double Deadline)> _deferrals = [];
    private readonly List<ModelTask> _pendingFaults = [];
    private readonly HashSet<int> _reported = [];
    private long _spent;
    private long _frame;
    private long _order;

    /// <summary>A step runs, or the start of a task does: code of the loop, and not of its host.</summary>
    private bool _isInCode;

    /// <summary>In whose name it runs.</summary>
    private ModelTask? _running;

    /// <summary>Goes on inside a callback in its own name.</summary>
    private ModelTask? _inPlace;
    private ModelTask? _endsAfterStep;

    /// <summary>What is done is done on another thread.</summary>
    private bool _isElsewhere;

    public ModelLoop(StressProfile profile)
    {
        _profile = profile;
        Scopes.Add(new ModelScope(StressProgram.RootScope, null));
        MakeScope(Scopes[0]);
    }

    public List<Mark> Trace { get; } = [];

    public List<(int Task, int Fault)> Faults { get; } = [];

    public List<ModelScope> Scopes { get; } = [];

    public List<ModelTask> Tasks { get; } = [];

    /// <summary>In the order in which they ended.</summary>
    public List<ModelTask> Ended { get; } = [];

    public long RefusedPumps { get; private set; }

    public IEnumerable<ModelTask> Live => Tasks.Where(task => !task.HasEnded);

    public bool IsBusy => Ready.Count + Next.Count + Remote.Count + Parked.Count + Timers.Count > 0;

    /// <summary>Runs a frame. Returns whether all that was ready ran.</summary>
    /// <param name="frame">What the host does first, and the time that passes.</param>
    /// <param name="marks">The frame ends at the latest when so many marks have been made.</param>
    public bool Frame(StressFrame frame, int marks = int.MaxValue)
    {
        foreach (var op in frame.Before)
        {
            Act(op, 0, null);
        }

        _frame++;
        Advance(frame);
        EndOverdueDeferrals();
        Collect();
        var isDrained = RunReady(marks);
        ReportFaults();
        return isDrained;
    }

    /// <summary>All that is ready and due now joins the queue.</summary>
    protected virtual void Collect()
    {
        TakeDueDelays();
        TakeFrameWaiters();
        TakePosts();
    }

    protected void TakeDueDelays()
    {
        for (var clock = 0; clock < StressProgram.Clocks; clock++)
        {
            var due = InOrder(Timers.Where(wait => wait.Clock == clock && wait.Due <= _clocks[clock])).ToList();
            foreach (var wait in due)
            {
                Timers.Remove(wait);
                MakeReady(wait);
            }
        }
    }

    protected void TakeFrameWaiters()
    {
        Ready.AddRange(Next);
        Next.Clear();
    }

    protected void TakePosts()
    {
        Ready.AddRange(Remote);
        Remote.Clear();
    }

    protected virtual IEnumerable<ModelWait> InOrder(IEnumerable<ModelWait> due) => due.OrderBy(wait => wait.Due).ThenBy(wait => wait.Order);

    protected virtual ModelEntry TakeReady()
    {
        var entry = Ready[0];
        Ready.RemoveAt(0);
        return entry;
    }

    protected virtual bool IsOverBudget(double spentSeconds) => spentSeconds >= _profile.BudgetSeconds;

    protected virtual void ReportFaults()
    {
        foreach (var task in _pendingFaults)
        {
            if (task.Observers == 0)
            {
                Report(task.Id, task.Outcome);
            }
        }

        _pendingFaults.Clear();
    }

    protected virtual void Report(int task, int fault)
    {
        if (_reported.Add(fault))
        {
            Faults.Add((task, fault));
        }
    }

    private bool RunReady(int marks)
    {
        _spent = 0;
        var spentBefore = new List<long>();
        while (true)
        {
            if (Ready.Count == 0)
            {
                if (Remote.Count == 0)
                {
                    break;
                }

                TakePosts();
            }

            spentBefore.Add(_spent);
            Run(TakeReady());
            if (_profile.Slack > 0 ? Trace.Count >= marks : IsOverBudget(_spent / 1e9))
            {
                break;
            }
        }

        var isDrained = Ready.Count == 0 && Remote.Count == 0;
        if (_profile.Slack > 0)
        {
            // Over the budget by so many entries at the most; and if something is left, not under it.
            var late = spentBefore.Count - _profile.Slack;
            Assert.That(late >= 0 && IsOverBudget(spentBefore[late] / 1e9), Is.False, "the frame went on after its budget was spent");
            Assert.That(isDrained || IsOverBudget(_spent / 1e9), Is.True, "the frame ended before its budget was spent");
        }

        return isDrained;
    }

    private void Run(ModelEntry entry)
    {
        if (entry.Owner is { IsPaused: true })
        {
            Parked.Add(entry);
            return;
        }

        (_isInCode, _running) = (true, entry.Owner);
        entry.Run();
        if (_endsAfterStep is { } ended)
        {
            _endsAfterStep = null;
            SeeEnd(ended);
        }

        (_isInCode, _running) = (false, null);
    }

    private void Advance(StressFrame frame)
    {
        double[] passed = [frame.Real, frame.Game, frame.Unpaused, frame.Audio, frame.Game / 2, frame.Unpaused / 2, frame.Audio / 2];
        for (var clock = 0; clock < passed.Length; clock++)
        {
            _clocks[clock] += passed[clock];
        }
    }

    private void EndOverdueDeferrals()
    {
        foreach (var (task, deadline) in _deferrals.ToArray())
        {
            if (deadline <= _clocks[0] && task.CancelRequested && task.DeferDepth > 0)
            {
                _deferrals.RemoveAll(each => each.Task == task);
                task.DeferDepth = 0;
                DeliverCancel(task);
            }
        }
    }

    protected void Note(int who, int place, int how, long cost)
    {
        Trace.Add(new Mark(who, place, how));
        _spent += cost;
    }
}
