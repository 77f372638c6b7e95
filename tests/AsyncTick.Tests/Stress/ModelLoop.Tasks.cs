namespace AsyncTick.Tests;

/// <summary>What tasks do: their code, what they wait for, and their end.</summary>
internal partial class ModelLoop
{
    private int StartTask(Op op)
    {
        if (_isEnding || Tasks.Count - Ended.Count >= _profile.LiveTasks)
        {
            return Mark.Skipped;
        }

        var scope = ScopeOf(op);
        if (scope.IsClosed)
        {
            return Mark.Refused;
        }

        var task = new ModelTask(Tasks.Count + 1, scope, op.Script!);
        Tasks.Add(task);
        scope.Tasks.Add(task);
        var (wasInCode, wasRunning) = (_isInCode, _running);
        (_isInCode, _running) = (true, task);
        RunCode(task);
        (_isInCode, _running) = (wasInCode, wasRunning);
        task.IsKnown = true;
        task.IsPaused = !task.HasEnded && scope.IsPaused && !task.CancelRequested;
        return Mark.Done;
    }

    /// <summary>Runs a task's code up to its next wait or its end.</summary>
    private void RunCode(ModelTask task)
    {
        while (NextOp(task) is { } op)
        {
            var how = op.IsWait ? Wait(task, op) : Do(task, op);
            if (how is null)
            {
                return;
            }

            GoOn(task, op, how.Value);
        }

        if (!task.HasEnded)
        {
            End(task);
        }
    }

    private static Op? NextOp(ModelTask task)
    {
        if (task.HasEnded)
        {
            return null;
        }

        var script = task.Script;
        if (!task.IsInCleanup && task.Place == script.Ops.Count)
        {
            task.Place = 0;
            task.IsInCleanup = ++task.Round == script.Rounds;
        }

        return task.IsInCleanup ? task.Place < script.Cleanup.Count ? script.Cleanup[task.Place] : null : script.Ops[task.Place];
    }

    /// <summary>An instruction is over.</summary>
    private void GoOn(ModelTask task, Op op, int how)
    {
        Note(task.Id, task.IsInCleanup ? Mark.Cleanup + task.Place : task.Place, how, op.Cost);
        var isThrown = how == Mark.Canceled || how > 0;
        if (!isThrown || (task.Script.Swallows && !task.IsInCleanup))
        {
            task.Place++;
            return;
        }

        task.Outcome = how;
        task.Place = 0;
        if (task.IsInCleanup)
        {
            End(task);
        }

        task.IsInCleanup = true;
    }

    private void Resume(ModelWait wait)
    {
        var task = wait.Task;
        task.Wait = null;
        if (wait.Op.Kind != OpKind.Every || task.Cancel || !IsTickedAgain(wait))
        {
            GoOn(task, wait.Op, OutcomeOf(wait));
            RunCode(task);
        }
    }

    private bool IsTickedAgain(ModelWait wait)
    {
        var task = wait.Task;
        Note(task.Id, task.IsInCleanup ? Mark.Cleanup + task.Place : task.Place, Mark.Tick, wait.Op.Cost);
        if (++wait.Ticks > wait.Op.A)
        {
            return false;
        }

        AddTimer(wait, wait.Start + ((wait.Ticks + 1) * wait.Op.Seconds));
        return true;
    }

    private int OutcomeOf(ModelWait wait)
    {
        var task = wait.Task;
        switch (wait.Op.Kind)
        {
            case OpKind.Yield or OpKind.Gate or OpKind.DisposeScope:
                return Mark.Done;
            case OpKind.GateInScope:
                return wait.HasCome ? Mark.Done : Mark.Canceled;
            case OpKind.Join:
                if (!wait.Target!.HasEnded)
                {
                    return Mark.Canceled;
                }

                wait.Target.Observers++;
                return wait.Target.Outcome;
            case OpKind.Turn when task.Cancel && wait.IsGranted:
                SetTurn(wait.Op.A);
                return Mark.Canceled;
            case OpKind.Lock when task.Cancel && wait.IsGranted:
                Release(wait.Op.A, _locks[wait.Op.A].Ticket);
                return Mark.Canceled;
            case OpKind.Lock when wait.IsGranted:
                task.Held.Push((wait.Op.A, _locks[wait.Op.A].Ticket));
                return Mark.Done;
            default:
                return task.Cancel ? Mark.Canceled : Mark.Done;
        }
    }

    private void End(ModelTask task)
    {
        while (task.Held.TryPop(out var held))
        {
            Release(held.Lock, held.Ticket);
        }

        while (task.HeldDeferrals > 0)
        {
            EndDefer(task);
        }

        task.HasEnded = true;
        if (_inPlace == task)
        {
            _endsAfterStep = task;
        }
        else
        {
            SeeEnd(task);
        }
    }

    /// <summary>The loop sees after a step that its task has ended.</summary>
    private void SeeEnd(ModelTask task)
    {
        task.Joiners.ForEach(MakeReady);

        if (task.Outcome > 0)
        {
            _pendingFaults.Add(task);
        }

        _deferrals.RemoveAll(each => each.Task == task);
        Ended.Add(task);
        task.IsPaused = false;
        task.Scope.Tasks.Remove(task);
        for (var scope = task.Scope; scope is { IsEmpty: true }; scope = scope.Parent)
        {
            foreach (var disposer in scope.Disposers)
            {
                Ready.Add(new ModelEntry(disposer.Task, () => Resume(disposer)));
            }

            scope.Disposers.Clear();
            if (scope.IsClosed)
            {
                scope.Parent?.Children.Remove(scope);
            }
        }
    }

    // A task's own cancellation.
    protected virtual void RequestCancel(ModelTask task)
    {
        if (task.HasEnded || task.CancelRequested)
        {
            return;
        }

        task.CancelRequested = true;
        if (task.IsPaused)
        {
            task.IsPaused = false;
            DeliverParked();
        }

        if (task.DeferDepth == 0)
        {
            DeliverCancel(task);
        }
    }

    private void DeliverCancel(ModelTask task)
    {
        task.Cancel = true;
        if (task.Wait is not { IsOver: false, IsForFrame: false } wait)
        {
            return;
        }

        switch (wait.Op.Kind)
        {
            case OpKind.Gate or OpKind.DisposeScope:
                return;
            case OpKind.GateInScope:
                wait.IsOver = true;
                GoOnOrPost(wait);
                return;
            case OpKind.Delay or OpKind.Every:
                Timers.Remove(wait);
                break;
            case OpKind.Join:
                wait.Target!.Joiners.Remove(wait);
                wait.Target.Observers--;
                break;
            case OpKind.Event:
                _events[wait.Op.A].Line.Remove(wait);
                break;
            case OpKind.Turn:
                _turns[wait.Op.A].Line.Remove(wait);
                break;
            case OpKind.Lock:
                _locks[wait.Op.A].Line.Remove(wait);
                break;
        }

        MakeReady(wait);
    }

    /// <summary>A wait is over: its task goes to the end of the queue.</summary>
    protected virtual void MakeReady(ModelWait wait)
    {
        wait.IsOver = true;
        Ready.Add(new ModelEntry(wait.Task, () => Resume(wait)));
    }

    /// <summary>A plain task that was waited for is complete: the framework goes on at once where the code that completed it runs in the same task's name.</summary>
    private void GoOnOrPost(ModelWait wait)
    {
        if (_isInCode && !_isElsewhere && _running == wait.Task)
        {
            _inPlace = wait.Task;
            Resume(wait);
            _inPlace = null;
        }
        else
        {
            Post(new ModelEntry(wait.Task, () => Resume(wait)));
        }
    }

    /// <summary>What comes from the loop's own code is ready now; what comes from elsewhere is taken in later.</summary>
    private void Post(ModelEntry entry) => (_isInCode && !_isElsewhere ? Ready : Remote).Add(entry);
}
