namespace AsyncTick.Tests;

/// <summary>What needs no waiting.</summary>
internal partial class ModelLoop
{
    private int _posts;
    private int _faultNumber;
    private bool _isEnding;

    public void BeginEnding()
    {
        _isEnding = true;
        CancelScope(Scopes[StressProgram.RootScope]);
    }

    private int? Do(ModelTask task, Op op)
    {
        switch (op.Kind)
        {
            case OpKind.Unlock when task.Held.TryPop(out var held):
                Release(held.Lock, held.Ticket);
                return Mark.Done;
            case OpKind.BeginDefer:
                BeginDefer(task, op.Seconds);
                return Mark.Done;
            case OpKind.EndDefer when task.HeldDeferrals > 0:
                EndDefer(task);
                return Mark.Done;
            default:
                return Act(op, task.Id, task);
        }
    }

    /// <summary>Returns what came of it; a fault's number if it threw.</summary>
    private int Act(Op op, int who, ModelTask? task)
    {
        switch (op.Kind)
        {
            case OpKind.SetEvent:
                SetEvent(op.A);
                break;
            case OpKind.ResetEvent:
                _events[op.A].IsSet = false;
                break;
            case OpKind.SetTurn:
                SetTurn(op.A);
                break;
            case OpKind.ToggleFlag:
                _flags[op.A] = !_flags[op.A];
                break;
            case OpKind.OpenGate:
                OpenGate(op.A);
                break;
            case OpKind.Start:
                return StartTask(op);
            case OpKind.CreateScope:
                return MakeScope(ScopeOf(op));
            case OpKind.Cancel when References.Task(op, Tasks.Count) is > 0 and var number && Tasks[number - 1].IsKnown:
                OnLoop(() => RequestCancel(Tasks[number - 1]));
                break;
            case OpKind.CancelScope when ScopeOf(op) is { Number: > StressProgram.WorldScope } scope:
                OnLoop(() => CancelScope(scope));
                break;
            case OpKind.CancelTasks when !_isElsewhere:
                CancelTasks(ScopeOf(op));
                break;
            case OpKind.Pause:
                var paused = ScopeOf(op);
                OnLoop(() => Pause(paused));
                break;
            case OpKind.Resume:
                var resumed = ScopeOf(op);
                OnLoop(() => ResumeScope(resumed));
                break;
            case OpKind.Post:
                var post = --_posts;
                Remote.Add(new ModelEntry(null, () => ActAll(op.Ops!, post, 0)));
                break;
            case OpKind.PostInName:
                var named = --_posts;
                Post(new ModelEntry(task, () => ActAll(op.Ops!, named, task!.Id)));
                break;
            case OpKind.Throw:
                return ++_faultNumber;
            case OpKind.NestedPump:
                RefusedPumps++;
                return Mark.Refused;
            case OpKind.OtherThread:
                _isElsewhere = true;
                foreach (var each in op.Ops!)
                {
                    Act(each, who, null);
                }

                _isElsewhere = false;
                break;
        }

        return Mark.Done;
    }

    private void ActAll(IReadOnlyList<Op> ops, int who, int task)
    {
        for (var place = 0; place < ops.Count; place++)
        {
            var how = Act(ops[place], who, null);
            Note(who, place, how, ops[place].Cost);
            if (how > 0)
            {
                Report(task, how);
                return;
            }
        }
    }

    // From another thread a request is a post like any other.
    private void OnLoop(Action action)
    {
        if (_isElsewhere)
        {
            Remote.Add(new ModelEntry(null, action));
        }
        else
        {
            action();
        }
    }

    private ModelScope ScopeOf(Op op) => Scopes[References.Scope(op, Scopes.Count)];

    private int MakeScope(ModelScope parent)
    {
        if (_isEnding || parent.IsClosed)
        {
            return Mark.Refused;
        }

        var scope = new ModelScope(Scopes.Count, parent);
        Scopes.Add(scope);
        parent.Children.Add(scope);
        return Mark.Done;
    }

    private void CancelScope(ModelScope scope)
    {
        if (scope.IsClosed)
        {
            return;
        }

        foreach (var each in scope.Subtree())
        {
            each.IsPausedItself = each.IsPaused = false;
            each.Tasks.ForEach(task => task.IsPaused = false);
        }

        DeliverParked();
        foreach (var each in scope.Subtree())
        {
            each.IsClosed = true;
        }

        CancelTasks(scope);
        if (scope.IsEmpty)
        {
            scope.Parent?.Children.Remove(scope);
        }
    }

    private void CancelTasks(ModelScope scope)
    {
        foreach (var task in scope.Subtree().SelectMany(each => each.Tasks.ToArray()).ToArray())
        {
            RequestCancel(task);
        }
    }

    private void Pause(ModelScope scope)
    {
        if (!scope.IsClosed)
        {
            scope.IsPausedItself = true;
            SetPaused(scope, true);
        }
    }

    private void ResumeScope(ModelScope scope)
    {
        if (scope.IsPausedItself)
        {
            scope.IsPausedItself = false;
            SetPaused(scope, scope.Parent?.IsPaused ?? false);
            DeliverParked();
        }
    }

    private static void SetPaused(ModelScope scope, bool isPaused)
    {
        scope.IsPaused = isPaused;
        foreach (var task in scope.Tasks)
        {
            task.IsPaused = isPaused && !task.CancelRequested;
        }

        foreach (var child in scope.Children)
        {
            SetPaused(child, isPaused || child.IsPausedItself);
        }
    }

    /// <summary>What was put aside for tasks that are not paused any more is ready now.</summary>
    protected virtual void DeliverParked()
    {
        Ready.AddRange(Parked.Where(entry => entry.Owner is not { IsPaused: true }));
        Parked.RemoveAll(entry => entry.Owner is not { IsPaused: true });
    }

    private void BeginDefer(ModelTask task, double seconds)
    {
        task.HeldDeferrals++;
        if (task.DeferDepth++ == 0)
        {
            task.Cancel = false;
        }

        _deferrals.Add((task, _clocks[0] + seconds));
    }

    private void EndDefer(ModelTask task)
    {
        task.HeldDeferrals--;
        if (task.DeferDepth == 0)
        {
            return;
        }

        _deferrals.RemoveAt(_deferrals.FindLastIndex(each => each.Task == task));
        if (--task.DeferDepth == 0 && task.CancelRequested)
        {
            DeliverCancel(task);
        }
    }
}
