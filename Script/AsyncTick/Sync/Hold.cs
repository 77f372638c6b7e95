namespace AsyncTick;

/// <summary>One hold on a lock of any kind: whose, since when, and taken where. Its <see cref="HoldList"/> uses it again. Loop thread only but for <see cref="Release"/>.</summary>
internal sealed class Hold : IHeldLock
{
    private readonly HoldList _list;
    private readonly HeldLock _place;
    private TaskContext? _holder;
    private double _since;
    private string _kind = "";
    private string _file = "";
    private int _line;
    private long _ticket;
    private ListLink<Hold> _inLock;

    public Hold(HoldList list)
    {
        _list = list;
        _place = new HeldLock(this);
    }

    /// <summary>What its holder disposes of.</summary>
    public LockHold Handle => new(this, _ticket);

    public TaskContext? Holder => _holder;

    private TaskRecord Record => (TaskRecord)_place.Holder!;

    private string Label => _list.Line.Name is { } name ? $"{_kind} '{name}'" : _kind;

    public void Begin(TaskContext holder, string kind, string file, int line)
    {
        _holder = holder;
        _since = holder.Loop.Clocks.Real.Now;
        _kind = kind;
        _file = file;
        _line = line;
        holder.Record.AddHeld(_place);
    }

    public void End()
    {
        // That of detached work when its task has ended while code that the task left running holds it.
        Record.RemoveHeld(_place);
        _holder = null;
    }

    /// <summary>What was handed out for it is void from now on.</summary>
    public void Void() => _ticket++;

    public bool IsFor(long ticket) => _ticket == ticket;

    /// <summary>See <see cref="LockHold.Dispose"/>. Any thread.</summary>
    public void Release(long ticket)
    {
        if (_list.Line.Loop is { IsOnLoopThread: false } loop)
        {
            PostRelease(loop, ticket);
        }
        else if (ticket == _ticket && _holder is not null)
        {
            _list.Release(this);
        }
    }

    public LockInfo Describe() => new(
        _list.Line.Name, _holder!.Id, Record.DisplayName, _holder.Loop.Clocks.Real.Now - _since, FaultReport.Site(_file, _line), _list.Line.TaskIds())
    {
        Kind = _kind,
    };

    public string DescribeHold() => $"{Label} since {FaultReport.Site(_file, _line)}";

    /// <summary>By whom it is held, to one who waits.</summary>
    public string DescribeTo(Waiter waiter)
    {
        var held = DurationText.Of(_holder!.Loop.Clocks.Real.Now - _since);
        var who = _holder == waiter ? "this very task" : $"task #{_holder.Id} '{Record.DisplayName}'";
        return $"{Label}, held by {who} for {held} since {FaultReport.Site(_file, _line)}";
    }

    // By itself: a lambda in Release would cost every release its closure.
    private void PostRelease(GameLoop loop, long ticket) => loop.PostQuietly(() => Release(ticket));

    /// <summary>The links of a lock's list of holds.</summary>
    internal readonly struct InLock : IListLink<Hold>
    {
        public static ref ListLink<Hold> Of(Hold item) => ref item._inLock;
    }
}
