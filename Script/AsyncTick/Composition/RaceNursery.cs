namespace AsyncTick;

/// <summary>The branches of one race: for the first end, or for the first success.</summary>
internal sealed class RaceNursery(TaskContext caller, int count, bool forSuccess, string name, string file, int line) : Nursery(caller, name, file, line)
{
    private readonly List<TaskContext> _branches = new(count);
    private readonly Task?[] _failures = new Task?[count];
    private Task? _winner;

    public int WinnerIndex { get; private set; } = -1;

    public static async Task<int> Run(IReadOnlyList<Func<Task>> branches, bool forSuccess, string[]? texts, string file, int line)
    {
        await new CanceledFrame(TaskContext.Required);
        var race = Start(branches, forSuccess, texts, file, line);
        await race.Run();
        return race.WinnerIndex;
    }

    public static async Task<RaceResult<T>> Run<T>(IReadOnlyList<Func<Task<T>>> branches, bool forSuccess, string[]? texts, string file, int line)
    {
        await new CanceledFrame(TaskContext.Required);
        var race = Start(branches, forSuccess, texts, file, line);
        await race.Run();
        return new RaceResult<T>(race.WinnerIndex, await (Task<T>)race.Winner);
    }

    private static RaceNursery Start(IReadOnlyList<Func<Task>> branches, bool forSuccess, string[]? texts, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(branches);
        foreach (var branch in branches)
        {
            ArgumentNullException.ThrowIfNull(branch, nameof(branches));
        }

        if (branches.Count == 0)
        {
            throw new ArgumentException("A race needs a branch: with none, none could ever win.", nameof(branches));
        }

        var race = new RaceNursery(TaskContext.Required, branches.Count, forSuccess, $"race of {branches.Count}", file, line);
        for (var i = 0; i < branches.Count; i++)
        {
            var name = texts is null ? $"branch {i}" : null;
            var task = race.Scope.Start(branches[i], name, texts?[i] ?? "", file, line);
            if (!race.Enter(task.Context, task.Inner) || race.Scope.IsCancellationRequested)
            {
                break;
            }
        }

        return race;
    }

    public override void OnTaskEnded(Waiter ended, Task task, TaskState state)
    {
        // Also called for what the branches started in turn, which runs no race.
        var index = _branches.IndexOf((TaskContext)ended);
        if (index >= 0 && _winner is null)
        {
            Judge(index, ended, task);
        }
    }

    /// <summary>True when the race goes on.</summary>
    public bool Enter(TaskContext context, Task task)
    {
        _branches.Add(context);
        if (task.IsCompleted)
        {
            Judge(_branches.Count - 1, context, task);
        }

        return _winner is null;
    }

#pragma warning disable VSTHRD003 // Asked for after Run, when it has ended.
    public Task Winner => _winner!;
#pragma warning restore VSTHRD003

    public async Task Run()
    {
        // A lost race is an end like any other for the loop, so the first look is at the winner, not at what woke us.
        while (_winner is null && !HaveAllFailed && !Caller.IsCanceled)
        {
            await Signal();
        }

        await Close(CancelReason.LostRace);
        for (var i = 0; i < _branches.Count && Caller.IsCanceled; i++)
        {
            if (_failures[i] is { } failure)
            {
                Caller.Loop.Faults.ReportUnthrown(_branches[i], failure);
            }
        }

        ThrowIfCallerCanceled(WinnerIndex < 0 ? null : _branches[WinnerIndex], _winner);
        if (_winner is null)
        {
            throw new AggregateException($"None of the {_branches.Count} branches of the race has succeeded.", _failures.OfType<Task>().Select(LoopFaults.FaultOf));
        }

        ThrowOutcome(_winner);
    }

    private bool HaveAllFailed => forSuccess && _failures.Count(static failure => failure is not null) == _branches.Count;

    // A failure in a race for success is thrown with all others or not at all, so it is seen to.
    private void Judge(int index, Waiter branch, Task task)
    {
        if (!forSuccess || task.IsCompletedSuccessfully)
        {
            Win(index, branch, task);
            return;
        }

        _failures[index] = task;
        branch.Observed = true;
        _ = task.Exception;
        if (HaveAllFailed)
        {
            Wake();
        }
    }

    private void Win(int index, Waiter branch, Task task)
    {
        WinnerIndex = index;
        _winner = task;
        branch.Observed = true;
        Wake();
    }
}
