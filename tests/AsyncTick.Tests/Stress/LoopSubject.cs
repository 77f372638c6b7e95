using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Runs a stress program on a real loop and writes down what happens.</summary>
internal sealed partial class LoopSubject : IDisposable
{
    private readonly ManualStopwatch _watch = new();
    private readonly OtherThread _other;
    private readonly StressProfile _profile;
    private readonly List<TaskScope> _scopes = [];
    private readonly Dictionary<int, GameTask> _handles = [];
    private readonly ClockSet _world;
    private readonly bool[] _flags = new bool[StressProgram.Flags];
    private readonly AsyncManualResetEvent[] _events = Many(StressProgram.Events, () => new AsyncManualResetEvent());
    private readonly AsyncAutoResetEvent[] _turns = Many(StressProgram.Turns, () => new AsyncAutoResetEvent());
    private readonly AsyncLock[] _locks = Many(StressProgram.Locks, () => new AsyncLock());
    private readonly List<TaskCompletionSource>[] _gates = Many(StressProgram.Gates, () => new List<TaskCompletionSource>());
    private readonly double[] _clocks = new double[StressProgram.Clocks];
    private int _started;
    private int _posts;
    private int _faults;
    private object? _currentWorld;
    private bool _isEnding;

    public LoopSubject(StressProfile profile, OtherThread other)
    {
        _profile = profile;
        _other = other;
        Loop = new GameLoop(_watch.Options(profile.BudgetSeconds) with
        {
            Log = Log,
            RepeatSeconds = 0,
            SlowStepSeconds = 1e9,
            GraceSeconds = 1e9,
            GapSeconds = 1e9,

            // Thousands of loops with large rings would be so many collections, in which other tests' forgotten exceptions come to light here.
            RecorderSize = 1024,
            CurrentWorldChanged = world => _currentWorld = world,
        });
        Loop.Faulted += fault => Faults.Add((fault.TaskId, ((StressFault)fault.Exception).Number));
        _world = Loop.CreateClocks("second");
        _scopes.Add(Loop.RootScope);
        var second = Loop.RootScope.CreateChild("second");
        second.Clocks = _world;
        second.World = _world;
        _scopes.Add(second);
    }

    public GameLoop Loop { get; }

    public ErrorLog Log { get; } = new();

    public List<Mark> Trace { get; } = [];

    public List<(int Task, int Fault)> Faults { get; } = [];

    /// <summary>Waits that something would still end.</summary>
    public int Pending => Loop.Clocks.Real.PendingWaits + _world.Game.PendingWaits + _world.Unpaused.PendingWaits + _world.Audio.PendingWaits
        + Loop.Clocks.Game.PendingWaits + Loop.Clocks.Unpaused.PendingWaits + Loop.Clocks.Audio.PendingWaits
        + _events.Sum(each => each.WaiterCount) + _turns.Sum(each => each.WaiterCount) + _locks.Sum(each => each.WaiterIds.Count + (each.IsHeld ? 1 : 0));

    public PumpResult Frame(StressFrame frame)
    {
        foreach (var op in frame.Before)
        {
            Act(op, 0);
        }

        return Loop.Pump(NextTime(frame));
    }

    public void BeginEnding()
    {
        _isEnding = true;
        Loop.RootScope.Cancel(CancelReason.Shutdown);
    }

    public void Dispose()
    {
        for (var gate = 0; gate < StressProgram.Gates; gate++)
        {
            OpenGate(gate);
        }

        Loop.Dispose();
    }

    private FrameTime NextTime(StressFrame frame)
    {
        double[] passed = [frame.Real, frame.Game, frame.Unpaused, frame.Audio, frame.Game / 2, frame.Unpaused / 2, frame.Audio / 2];
        for (var clock = 0; clock < passed.Length; clock++)
        {
            _clocks[clock] += passed[clock];
        }

        _world.Advance(new FrameTime(0, _clocks[4], _clocks[5], _clocks[6]));
        return new FrameTime(_clocks[0], _clocks[1], _clocks[2], _clocks[3]);
    }

    private void Note(int who, int place, int how, long cost)
    {
        if (Trace.Count > 1_000_000)
        {
            throw new InvalidOperationException("A frame does not end.");
        }

        Trace.Add(new Mark(who, place, how));
        _watch.Spend((cost + 0.5) / 1e9);
    }

    private async Task Interpret(Script script)
    {
        var self = new Self(TaskId);
        try
        {
            for (var round = 0; round < script.Rounds; round++)
            {
                for (var place = 0; place < script.Ops.Count; place++)
                {
                    var op = script.Ops[place];
                    try
                    {
                        // Here and not in a method of its own, so that the outermost method itself waits; a loop treats it differently.
                        switch (op.IsInner ? OpKind.Work : op.Kind)
                        {
                            case OpKind.NextFrame:
                                await NextFrame();
                                break;
                            case OpKind.Yield:
                                await Task.Yield();
                                break;
                            case OpKind.Frames:
                                await Frames(op.A);
                                break;
                            case OpKind.Delay:
                                await Delay(op.Seconds, Clock.Real + References.Clock(op));
                                break;
                            case OpKind.Until:
                                await Until(() => Ask(self, place, op));
                                break;
                            case OpKind.Event:
                                await _events[op.A].WaitAsync();
                                break;
                            case OpKind.Turn:
                                await _turns[op.A].WaitAsync();
                                break;
                            case OpKind.Lock:
                                self.Held.Push(await _locks[op.A].LockAsync());
                                break;
                            case OpKind.Gate:
                                await Gate(op);
                                break;
                            case OpKind.Join when _handles.TryGetValue(References.Task(op, _started), out var handle):
                                await handle;
                                break;
                            default:
                                await Do(op, self, place);
                                continue;
                        }

                        Note(self.Id, place, Mark.Done, op.Cost);
                    }
                    catch (Exception fault)
                    {
                        Note(self.Id, place, HowOf(fault), op.Cost);
                        if (!script.Swallows)
                        {
                            throw;
                        }
                    }
                }
            }
        }
        finally
        {
            try
            {
                await CleanUp(script, self);
            }
            finally
            {
                self.LetGo();
            }
        }
    }

    private async Task CleanUp(Script script, Self self)
    {
        for (var place = 0; place < script.Cleanup.Count; place++)
        {
            var op = script.Cleanup[place];
            try
            {
                await Do(op, self, Mark.Cleanup + place);
            }
            catch (Exception fault)
            {
                Note(self.Id, Mark.Cleanup + place, HowOf(fault), op.Cost);
                throw;
            }
        }
    }

    private async Task Do(Op op, Self self, int place)
    {
        var how = Mark.Done;
        switch (op.Kind)
        {
            case OpKind.NextFrame:
                await NextFrame();
                break;
            case OpKind.Yield:
                await Task.Yield();
                break;
            case OpKind.Frames:
                await Frames(op.A);
                break;
            case OpKind.Delay:
                await Delay(op.Seconds, Clock.Real + References.Clock(op));
                break;
            case OpKind.Every:
                await Ticks(op, self, place);
                break;
            case OpKind.Until:
                await Until(() => Ask(self, place, op));
                break;
            case OpKind.Event:
                await _events[op.A].WaitAsync();
                break;
            case OpKind.Turn:
                await _turns[op.A].WaitAsync();
                break;
            case OpKind.Lock:
                self.Held.Push(await _locks[op.A].LockAsync());
                break;
            case OpKind.Gate:
                await Gate(op);
                break;
            case OpKind.GateInScope:
                await Gate(op).InScope();
                break;
            case OpKind.Join:
                if (_handles.TryGetValue(References.Task(op, _started), out var handle))
                {
                    await handle;
                }
                else
                {
                    how = Mark.Skipped;
                }

                break;
            case OpKind.DisposeScope:
                var scope = References.Scope(op, _scopes.Count);

                // Only forwards, so that no two wait for each other for ever.
                if (scope > _scopes.IndexOf(Scope) && !IsInside(Scope, _scopes[scope]))
                {
                    await _scopes[scope].DisposeAsync();
                }
                else
                {
                    how = Mark.Skipped;
                }

                break;
            case OpKind.Unlock when self.Held.TryPop(out var hold):
                hold.Dispose();
                break;
            case OpKind.BeginDefer:
                self.Deferrals.Push(Defer(op.Seconds));
                break;
            case OpKind.EndDefer when self.Deferrals.TryPop(out var deferral):
                deferral.Dispose();
                break;
            default:
                how = Act(op, self.Id);
                break;
        }

        Note(self.Id, place, how, op.Cost);
    }

    private async Task Ticks(Op op, Self self, int place)
    {
        var ticks = 0;
        await foreach (var _ in Every(op.Seconds, MissedTicks.CatchUp, Clock.Real + References.Clock(op)))
        {
            Note(self.Id, place, Mark.Tick, op.Cost);
            if (++ticks > op.A)
            {
                return;
            }
        }
    }

    private bool Ask(Self self, int place, Op op)
    {
        Note(self.Id, place, Mark.Asked, op.Cost);
        return _flags[op.A];
    }

    private static bool IsInside(TaskScope? scope, TaskScope other) => scope is not null && (scope == other || IsInside(scope.Parent, other));

    private static int HowOf(Exception fault) => fault switch
    {
        StressFault own => own.Number,
        OperationCanceledException => Mark.Canceled,
        _ => throw new InvalidOperationException("A stress program failed in a way that it cannot.", fault),
    };

    // One for each who waits: of several at one the framework resumes the first last.
    private Task Gate(Op op)
    {
        var gate = new TaskCompletionSource();
        _gates[op.A].Add(gate);
        return gate.Task;
    }

    private void OpenGate(int number)
    {
        var gates = _gates[number].ToArray();
        _gates[number].Clear();
        foreach (var gate in gates)
        {
            gate.SetResult();
        }
    }

    private static T[] Many<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];

    /// <summary>What a task's code holds.</summary>
    private sealed class Self(int id)
    {
        public int Id => id;

        public Stack<LockHold> Held { get; } = new();

        public Stack<CancellationDeferral> Deferrals { get; } = new();

        public void LetGo()
        {
            while (Held.TryPop(out var hold))
            {
                hold.Dispose();
            }

            while (Deferrals.TryPop(out var deferral))
            {
                deferral.Dispose();
            }
        }
    }
}
