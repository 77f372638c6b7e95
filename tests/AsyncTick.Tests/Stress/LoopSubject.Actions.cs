namespace AsyncTick.Tests;

/// <summary>What needs no waiting.</summary>
internal sealed partial class LoopSubject
{
    /// <summary>What needs no waiting; by anybody, and where nothing is thrown, on any thread.</summary>
    private int Act(Op op, int who)
    {
        switch (op.Kind)
        {
            case OpKind.SetEvent:
                _events[op.A].Set();
                break;
            case OpKind.ResetEvent:
                _events[op.A].Reset();
                break;
            case OpKind.SetTurn:
                _turns[op.A].Set();
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
                return CreateScope(op);
            case OpKind.Cancel when _handles.TryGetValue(References.Task(op, _started), out var handle):
                handle.Cancel();
                break;
            case OpKind.CancelScope when References.Scope(op, _scopes.Count) is > StressProgram.WorldScope and var scope:
                _scopes[scope].Cancel();
                break;
            case OpKind.CancelTasks when Loop.IsOnLoopThread:
                _scopes[References.Scope(op, _scopes.Count)].CancelTasks();
                break;
            case OpKind.Pause:
                _scopes[References.Scope(op, _scopes.Count)].Pause();
                break;
            case OpKind.Resume:
                _scopes[References.Scope(op, _scopes.Count)].Resume();
                break;
            case OpKind.Post:
                var post = --_posts;
                Loop.Post(() => ActAll(op.Ops!, post));
                break;
            case OpKind.PostInName:
                var named = --_posts;
                SynchronizationContext.Current!.Post(_ => ActAll(op.Ops!, named), null);
                break;
            case OpKind.Throw:
                throw new StressFault(++_faults);
            case OpKind.NestedPump:
                return Loop.Pump(default) == PumpResult.Refused ? Mark.Refused : Mark.Done;
            case OpKind.OtherThread:
                _other.Run(() =>
                {
                    foreach (var each in op.Ops!)
                    {
                        Act(each, who);
                    }
                });
                break;
        }

        return Mark.Done;
    }

    private void ActAll(IReadOnlyList<Op> ops, int who)
    {
        for (var place = 0; place < ops.Count; place++)
        {
            var how = Mark.Done;
            try
            {
                how = Act(ops[place], who);
            }
            catch (Exception fault)
            {
                how = HowOf(fault);
                throw;
            }
            finally
            {
                Note(who, place, how, ops[place].Cost);
            }
        }
    }

    private int StartTask(Op op)
    {
        if (_isEnding || Loop.Tasks.Count >= _profile.LiveTasks)
        {
            return Mark.Skipped;
        }

        var scope = _scopes[References.Scope(op, _scopes.Count)];
        if (scope.IsCancellationRequested)
        {
            Assert.That(() => scope.Start(() => Interpret(op.Script!)), Throws.InstanceOf<ScopeClosedException>());
            return Mark.Refused;
        }

        var number = ++_started;
        var handle = scope.Start(() => Interpret(op.Script!), "stress");
        Assert.That(handle.Id, Is.EqualTo(number));
        _handles.Add(number, handle);
        return Mark.Done;
    }

    private int CreateScope(Op op)
    {
        var parent = _scopes[References.Scope(op, _scopes.Count)];
        if (_isEnding || parent.IsCancellationRequested)
        {
            return Mark.Refused;
        }

        _scopes.Add(parent.CreateChild($"{_scopes.Count}"));
        return Mark.Done;
    }
}
