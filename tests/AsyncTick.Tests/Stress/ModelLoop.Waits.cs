namespace AsyncTick.Tests;

/// <summary>What there is to wait for.</summary>
internal partial class ModelLoop
{
    private readonly bool[] _flags = new bool[StressProgram.Flags];
    private readonly ModelLine[] _events = [.. Enumerable.Range(0, StressProgram.Events).Select(_ => new ModelLine())];
    private readonly ModelLine[] _turns = [.. Enumerable.Range(0, StressProgram.Turns).Select(_ => new ModelLine())];
    private readonly ModelLine[] _locks = [.. Enumerable.Range(0, StressProgram.Locks).Select(_ => new ModelLine())];
    private readonly List<ModelWait>[] _gates = [.. Enumerable.Range(0, StressProgram.Gates).Select(_ => new List<ModelWait>())];

    /// <summary>Begins to wait, which returns null, or need not, which returns what came of it.</summary>
    private int? Wait(ModelTask task, Op op)
    {
        var wait = new ModelWait(task, op);
        switch (op.Kind)
        {
            case OpKind.Yield:
            case OpKind.NextFrame:
                return WaitForFrame(wait);
            case OpKind.Frames when op.A == 0:
                return task.Cancel ? Mark.Canceled : Mark.Done;
            case OpKind.Until when !task.Cancel && Ask(wait):
                return Mark.Done;
            case OpKind.Event or OpKind.Turn:
                (op.Kind == OpKind.Event ? _events : _turns)[op.A].IsKnownToLoop = true;
                break;
            case OpKind.Gate:
                _gates[op.A].Add(wait);
                task.Wait = wait;
                return null;
            case OpKind.Join:
                if (References.Task(op, Tasks.Count) is var target && (target == 0 || !Tasks[target - 1].IsKnown))
                {
                    return Mark.Skipped;
                }

                wait.Target = Tasks[target - 1];
                if (wait.Target.HasEnded)
                {
                    wait.Target.Observers++;
                    return wait.Target.Outcome;
                }

                break;
            case OpKind.DisposeScope:
                return Dispose(wait);
        }

        if (task.Cancel)
        {
            return WaitForFrame(wait);
        }

        return WaitFor(wait);
    }

    private int? WaitFor(ModelWait wait)
    {
        var (task, op) = (wait.Task, wait.Op);
        switch (op.Kind)
        {
            case OpKind.Event when _events[op.A].IsSet:
                return Mark.Done;
            case OpKind.Turn when _turns[op.A].IsSet:
                _turns[op.A].IsSet = false;
                return Mark.Done;
            case OpKind.Lock when _locks[op.A].Holder is null:
                Grant(_locks[op.A], task);
                task.Held.Push((op.A, _locks[op.A].Ticket));
                return Mark.Done;
        }

        task.Wait = wait;
        switch (op.Kind)
        {
            case OpKind.Frames:
                wait.Frame = _frame + op.A;
                PollLater(wait);
                break;
            case OpKind.Until:
                PollLater(wait);
                break;
            case OpKind.Delay:
                AddTimer(wait, _clocks[ClockOf(wait)] + Math.Max(0, op.Seconds));
                break;
            case OpKind.Every:
                wait.Start = _clocks[ClockOf(wait)];
                AddTimer(wait, wait.Start + op.Seconds);
                break;
            case OpKind.Event:
                wait.Shot = _events[op.A].Shots;
                _events[op.A].Line.Add(wait);
                break;
            case OpKind.Turn:
                _turns[op.A].Line.Add(wait);
                break;
            case OpKind.Lock:
                _locks[op.A].Line.Add(wait);
                break;
            case OpKind.GateInScope:
                _gates[op.A].Add(wait);
                break;
            case OpKind.Join:
                wait.Target!.Joiners.Add(wait);
                wait.Target.Observers++;
                break;
        }

        return null;
    }

    private int? WaitForFrame(ModelWait wait)
    {
        wait.IsForFrame = true;
        wait.Task.Wait = wait;
        AddNext(new ModelEntry(wait.Task, () => Resume(wait)));
        return null;
    }

    protected virtual void AddNext(ModelEntry entry) => Next.Add(entry);

    private void PollLater(ModelWait wait) => AddNext(new ModelEntry(wait.Task, () => Poll(wait)));

    private void Poll(ModelWait wait)
    {
        if (wait.IsOver)
        {
            return;
        }

        if (wait.Op.Kind == OpKind.Frames ? _frame >= wait.Frame : Ask(wait))
        {
            wait.IsOver = true;
            Resume(wait);
        }
        else
        {
            PollLater(wait);
        }
    }

    private bool Ask(ModelWait wait)
    {
        var task = wait.Task;
        Note(task.Id, task.IsInCleanup ? Mark.Cleanup + task.Place : task.Place, Mark.Asked, wait.Op.Cost);
        return _flags[wait.Op.A];
    }

    private int ClockOf(ModelWait wait)
    {
        var clock = References.Clock(wait.Op);
        return clock > 0 && wait.Task.Scope.HasOwnClocks ? clock + 3 : clock;
    }

    private void AddTimer(ModelWait wait, double due)
    {
        wait.Clock = ClockOf(wait);
        wait.Due = due;
        wait.Order = _order++;
        wait.IsOver = false;
        wait.Task.Wait = wait;
        Timers.Add(wait);
    }

    private int? Dispose(ModelWait wait)
    {
        var scope = ScopeOf(wait.Op);
        if (scope.Number <= wait.Task.Scope.Number || wait.Task.Scope.IsInside(scope))
        {
            return Mark.Skipped;
        }

        CancelScope(scope);
        if (scope.IsEmpty)
        {
            return Mark.Done;
        }

        scope.Disposers.Add(wait);
        wait.Task.Wait = wait;
        return null;
    }

    private void SetEvent(int number)
    {
        var line = _events[number];
        var shot = ++line.Shots;
        line.IsSet = true;
        if (line.IsKnownToLoop)
        {
            OnLoop(() =>
            {
                while (line.Line.Count > 0 && line.Line[0].Shot < shot)
                {
                    MakeReady(Take(line));
                }
            });
        }
    }

    private void SetTurn(int number)
    {
        var line = _turns[number];
        if (line.IsKnownToLoop)
        {
            OnLoop(() => LetOneGo(line));
        }
        else
        {
            line.IsSet = true;
        }
    }

    private void LetOneGo(ModelLine line)
    {
        if (line.Line.Count == 0)
        {
            line.IsSet = true;
            return;
        }

        var wait = Take(line);
        wait.IsGranted = true;
        MakeReady(wait);
    }

    private void Release(int number, long ticket)
    {
        var line = _locks[number];
        if (line.Ticket != ticket || line.Holder is null)
        {
            return;
        }

        line.Holder = null;
        if (line.Line.Count > 0)
        {
            var wait = Take(line);
            wait.IsGranted = true;
            Grant(line, wait.Task);
            MakeReady(wait);
        }
    }

    private static void Grant(ModelLine line, ModelTask task)
    {
        line.Holder = task;
        line.Ticket++;
    }

    protected virtual ModelWait Take(ModelLine line)
    {
        var wait = line.Line[0];
        line.Line.RemoveAt(0);
        return wait;
    }

    private void OpenGate(int number)
    {
        var waits = _gates[number].ToArray();
        _gates[number].Clear();
        foreach (var wait in waits)
        {
            wait.HasCome = true;
            if (!wait.IsOver)
            {
                wait.IsOver = true;
                GoOnOrPost(wait);
            }
        }
    }
}
