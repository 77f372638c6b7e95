using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>Makes events of a recorder's entries: times from the stamps between which they stand, wakers from the steps in which they stand. Used once. Any thread.</summary>
internal sealed class RecordingDecoder
{
    private readonly RecorderCopy _copy;
    private readonly double _secondsPerTick;
    private readonly List<RecordedEvent> _events = [];

    // What waits for the stamp that ends it: its place among the events, and among these the place of the step that it was started in.
    private readonly List<Pending> _pending = [];
    private readonly Dictionary<int, Queue<Waker>> _wakers = [];
    private readonly HashSet<int> _seen = [];

    // The steps that run, each inside the one below it: places among the events.
    private readonly Stack<int> _running = new();
    private double _stamp = double.NaN;
    private double _stampBefore;
    private long _frame;
    private int _openFrame = -1;
    private bool _awaitsFrameStamp;

    // Whose step took the time since the last stamp; 0 when one did and it is not known which, null when they all may have.
    private int? _held;

    private RecordingDecoder(RecorderCopy copy, double secondsPerTick)
    {
        _copy = copy;
        _secondsPerTick = secondsPerTick;
    }

    private record struct Pending(int Event, int Outer, bool IsStep, int Inner = 0, int Placed = 0);

    private readonly record struct Waker(WakerKind Kind, int Id, int Event);

    /// <summary>The events, in the order in which they began.</summary>
    /// <param name="copy">The entries.</param>
    /// <param name="secondsPerTick">The unit of the stamps.</param>
    /// <param name="now">The time, when a step runs; otherwise not a number.</param>
    /// <param name="since">Only what ended after that.</param>
    public static List<RecordedEvent> Decode(RecorderCopy copy, double secondsPerTick, double now, double since)
    {
        var decoder = new RecordingDecoder(copy, secondsPerTick);
        for (var i = 0; i < copy.Entries.Length; i++)
        {
            decoder.Take(copy.Entries[i], i + 1 < copy.Entries.Length ? copy.Entries[i + 1] : 0);
        }

        decoder.TakeStamp(double.IsNaN(now) ? decoder._stamp : now);
        decoder.CloseFrame(0, 0);
        return decoder.After(since);
    }

    private void Take(ulong entry, ulong next)
    {
        var detail = (uint)(entry >> 32) & FlightRecorder.DetailMask;
        var id = (int)entry;
        switch (FlightRecorder.KindOf(entry))
        {
            case EntryKind.Stamp:
                TakeStamp((entry & FlightRecorder.StampMask) * _secondsPerTick);
                break;
            case EntryKind.FrameBegin:
                CloseFrame(0, 0);
                _running.Clear();
                _frame = (uint)id;
                _openFrame = _events.Count;
                _awaitsFrameStamp = true;
                _events.Add(New(RecordedKind.Frame) with { Count = (int)detail });
                break;
            case EntryKind.FrameEnd:
                CloseFrame((int)detail, (uint)id * 1e-6);
                _running.Clear();
                break;
            case EntryKind.Step:
                _running.Clear();
                AddStep(id, detail, TakeWaker(id));
                break;
            case EntryKind.Start:
                var parent = FlightRecorder.KindOf(next) == EntryKind.Parent ? (int)next : 0;
                AddInstant(Placed(New(RecordedKind.Start), detail) with { TaskId = id, WakerId = parent });
                _seen.Add(id);
                _wakers.Remove(id);
                AddStep(id, detail, new Waker(WakerKind.Start, parent, Running));
                break;
            case EntryKind.StartEnd:
                if (Running >= 0 && _events[Running].TaskId == id)
                {
                    _running.Pop();
                }

                break;
            case EntryKind.Clocks:
                _running.Clear();
                break;
            case EntryKind.Wake:
                NoteWake(id);
                break;
            case EntryKind.Post:
                AddInstant(New(RecordedKind.Post) with { TaskId = id, WakerId = (int)detail, WakerKind = WakerKind.Post });
                AddWaker(id, new Waker(WakerKind.Post, (int)detail, -1));
                break;
            case EntryKind.Cancel:
                AddInstant(New(RecordedKind.Cancel) with { TaskId = id, Reason = (CancelReason)detail, WakerId = RunningTask });
                AddWaker(id, new Waker(WakerKind.Cancel, RunningTask, Running));
                break;
            case EntryKind.End:
                AddInstant(New(RecordedKind.End) with { TaskId = id, State = (TaskState)(detail >> (FlightRecorder.TextBits + 1)), Text = NameIn(detail) });
                break;
            case EntryKind.Fault:
                AddInstant(New(RecordedKind.Fault) with { TaskId = id, Text = _copy.TextOf(detail) ?? "" });
                break;
            case EntryKind.Mark:
                AddInstant(New(RecordedKind.Mark) with { Text = _copy.TextOf(detail) ?? "" });
                break;
            case EntryKind.Held:
                _held = id;
                break;
            case EntryKind.Collection when !double.IsNaN(_stamp):
                var pause = (uint)id * 1e-6;
                _events.Add(New(RecordedKind.Collection) with { Begin = Math.Max(_stampBefore, _stamp - pause), Seconds = pause, Count = (int)detail });
                break;
        }
    }

    private int Running => _running.TryPeek(out var top) ? top : -1;

    private int RunningTask => Running < 0 ? 0 : _events[Running].TaskId;

    private RecordedEvent New(RecordedKind kind) => new() { Kind = kind, Frame = _frame, Begin = _stamp, File = "", Text = "", WakerEvent = -1 };

    private RecordedEvent Placed(RecordedEvent each, uint detail) =>
        each with { File = _copy.Files[detail >> FlightRecorder.LineBits], Line = (int)(detail & FlightRecorder.LineMask) };

    private void AddStep(int id, uint detail, Waker waker)
    {
        var outer = _running.Count == 0 ? -1 : _pending.FindLastIndex(pending => pending.IsStep && pending.Event == Running);
        _pending.Add(new Pending(_events.Count, outer, true));
        _running.Push(_events.Count);
        _events.Add(Placed(New(RecordedKind.Step), detail) with { TaskId = id, WakerKind = waker.Kind, WakerId = waker.Id, WakerEvent = waker.Event });
        if (outer >= 0)
        {
            CollectionsMarshal.AsSpan(_pending)[outer].Inner++;
        }
    }

    private void AddInstant(RecordedEvent instant)
    {
        var outer = _running.Count == 0 ? -1 : _pending.FindLastIndex(pending => pending.IsStep && pending.Event == Running);
        _pending.Add(new Pending(_events.Count, outer, false));
        _events.Add(instant);
    }

    private void NoteWake(int id)
    {
        if (_wakers.TryGetValue(id, out var queue) && queue.Count > 0 && queue.Last().Kind == WakerKind.Cancel)
        {
            return;
        }

        var kind = Running >= 0 ? WakerKind.Task : _openFrame >= 0 ? WakerKind.Clock : WakerKind.Host;
        AddWaker(id, new Waker(kind, RunningTask, Running));
    }

    private void AddWaker(int id, Waker waker)
    {
        if (!_wakers.TryGetValue(id, out var queue))
        {
            _wakers[id] = queue = new Queue<Waker>();
        }

        queue.Enqueue(waker);
    }

    private Waker TakeWaker(int id)
    {
        var isFirst = _seen.Add(id);
        return _wakers.TryGetValue(id, out var queue) && queue.TryDequeue(out var waker) ? waker
            : new Waker(isFirst && _copy.HasForgotten ? WakerKind.Unknown : WakerKind.Frame, 0, -1);
    }

    private string NameIn(uint detail)
    {
        var text = _copy.TextOf(detail & ((1u << FlightRecorder.TextBits) - 1));
        return text is null ? "" : (detail & (1u << FlightRecorder.TextBits)) == 0 ? text : TaskName.FromExpression(text);
    }

    private List<RecordedEvent> After(double since)
    {
        var first = _events.FindIndex(each => each.End >= since);
        if (first <= 0)
        {
            return first < 0 ? [] : _events;
        }

        return _events.GetRange(first, _events.Count - first).ConvertAll(each => each with { WakerEvent = Math.Max(-1, each.WakerEvent - first) });
    }

    private void CloseFrame(int backlog, double budget)
    {
        if (_openFrame >= 0)
        {
            var frame = _events[_openFrame];
            _events[_openFrame] = frame with { Seconds = Math.Max(0, _stamp - frame.Begin), Backlog = backlog, Budget = budget };
            _openFrame = -1;
        }
    }

    // The steps since the last stamp have equal parts of the time since then, unless one is known to have had it all; those that were started within one of them
    // have equal parts of that.
    private void TakeStamp(double stamp)
    {
        var begin = double.IsNaN(_stamp) ? stamp : _stamp;
        _stampBefore = begin;
        _stamp = stamp;
        if (_awaitsFrameStamp)
        {
            _awaitsFrameStamp = false;
            _events[_openFrame] = _events[_openFrame] with { Begin = stamp };
        }

        var pending = CollectionsMarshal.AsSpan(_pending);
        var steps = 0;
        foreach (ref readonly var each in pending)
        {
            steps += each.IsStep && each.Outer < 0 ? 1 : 0;
        }

        var placed = 0;
        var holder = HolderAmong(pending, steps, begin, stamp);
        var suspicion = _held is not null && holder < 0 ? $"one of {steps} that took {DurationText.Of(stamp - begin)} together" : "";
        var isOver = false;
        foreach (ref var each in pending)
        {
            var outer = each.Outer < 0 ? default : _events[pending[each.Outer].Event];
            var happened = _events[each.Event];
            if (!each.IsStep)
            {
                _events[each.Event] = happened with { Begin = each.Outer < 0 ? begin : happened.Kind == RecordedKind.Start ? outer.Begin : outer.End };
                continue;
            }

            var sharers = each.Outer < 0 ? steps : pending[each.Outer].Inner;
            var from = each.Outer < 0 ? begin : outer.Begin;
            var part = (each.Outer < 0 ? stamp - begin : outer.Seconds) / sharers;
            var place = each.Outer < 0 ? placed++ : pending[each.Outer].Placed++;
            if (each.Outer < 0 && _held is not null)
            {
                part = each.Event == holder ? stamp - begin : 0;
                from = isOver ? stamp : begin;
                place = 0;
                isOver |= each.Event == holder;
            }

            _events[each.Event] = happened with
            {
                Begin = from + (place * part),
                Seconds = part,
                Sharers = each.Outer < 0 ? steps : Math.Max(2, sharers),
                Text = each.Outer < 0 ? suspicion : "",
            };
        }

        _pending.Clear();
        _held = null;
    }

    // The step that took the time that was measured of several; one of no task stands for it when that is not known.
    private int HolderAmong(ReadOnlySpan<Pending> pending, int steps, double begin, double end)
    {
        if (_held is null)
        {
            return -1;
        }

        foreach (ref readonly var each in pending)
        {
            if (each.IsStep && each.Outer < 0 && _held != 0 && _events[each.Event].TaskId == _held)
            {
                return each.Event;
            }
        }

        _events.Add(New(RecordedKind.Step) with { Begin = begin, Seconds = end - begin, Sharers = steps, WakerKind = WakerKind.Unknown, Text = $"one of {steps} tasks" });
        return -1;
    }
}
