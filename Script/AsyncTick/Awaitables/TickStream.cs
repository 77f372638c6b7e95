using System.Threading.Tasks.Sources;

namespace AsyncTick;

/// <summary>The grid of ticks behind <see cref="Async.Every"/>: one object for the whole stream, which waits with one timer node of its own.</summary>
internal sealed class TickStream : IAsyncEnumerable<Tick>, IAsyncEnumerator<Tick>, IValueTaskSource<bool>
{
    // Beyond, a double no longer tells one point of the grid from the next; the stream stays there.
    private const long LargestExact = 1L << 53;

    private TaskContext _context;
    private readonly LoopClock _clock;
    private readonly double _start;
    private readonly double _period;
    private readonly MissedTicks _missed;
    private readonly string _file;
    private readonly int _line;
    private readonly TimerNode _node = new();
    private readonly Action _resume;
    private Action<object?>? _continuation;
    private object? _state;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private long _index;
    private bool _isWaiting;
    private bool _isEnumerated;

    public TickStream(TaskContext context, LoopClock clock, double period, MissedTicks missed, string file, int line)
    {
        _context = context;
        _clock = clock;
        _start = clock.Now;
        _period = period;
        _missed = missed;
        _file = file;
        _line = line;
        _resume = Resume;
    }

    public static TickStream Begin(double seconds, MissedTicks missed, Clock clock, string file, int line)
    {
        if (!(seconds > 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A period needs a positive number of seconds; for each frame use NextFrame().");
        }

        var context = TaskContext.Required;
        var scope = context.Scope;
        return new TickStream(context, scope.Clocks.Get(clock == Clock.Default ? scope.DefaultClock : clock), seconds, missed, file, line);
    }

    public Tick Current { get; private set; }

    public IAsyncEnumerator<Tick> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isEnumerated)
        {
            throw new InvalidOperationException("A stream of ticks can be enumerated once; call Every(...) again.");
        }

        _isEnumerated = true;

        // The task that reads is the one that waits, not the one that made the stream.
        _context = TaskContext.Required;
        _token = cancellationToken;
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static state =>
                {
                    var stream = (TickStream)state!;
                    stream._context.Loop.PostQuietly(stream._node.CancelIfPending);
                },
                this);
        }

        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        WaitGuard.Verify(_context);
        if (_isWaiting)
        {
            throw new InvalidOperationException("The last MoveNextAsync() has not completed.");
        }

        _isWaiting = true;
        return new ValueTask<bool>(this, 0);
    }

    public ValueTask DisposeAsync()
    {
        _registration.Unregister();
        return default;
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        WaitGuard.Verify(_context);
        return _continuation is null && !_isWaiting ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public bool GetResult(short token)
    {
        _isWaiting = false;
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }

        _token.ThrowIfCancellationRequested();
        Advance();
        return true;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _continuation = continuation;
        _state = state;
        if (_context.IsCanceled || _token.IsCancellationRequested)
        {
            CanceledWait.Resume(_context, _resume);
            return;
        }

        var due = DueOf(NextIndex());
        _context.Record.NoteWait(WaitKind.Every, _file, _line, _clock, due);
        _node.Link(_context, _resume);
        _clock.Timers.Add(_node, due);
    }

    // Of the grid, never of the last tick: sums of periods would drift.
    private double DueOf(long index) => _start + (index * _period);

    // With Skip, points that have passed are gone; a point at this very moment is not.
    private long NextIndex()
    {
        var next = _index + 1;
        return _missed == MissedTicks.Skip && DueOf(next) < _clock.Now ? Math.Max(next, LastDueIndex() + 1) : next;
    }

    private long LastDueIndex()
    {
        var index = Math.Floor((_clock.Now - _start) / _period);
        if (!(index < LargestExact))
        {
            return LargestExact;
        }

        // The division may be off by one to either side.
        var last = (long)index;
        return DueOf(last + 1) <= _clock.Now ? last + 1 : DueOf(last) > _clock.Now ? last - 1 : last;
    }

    private void Advance()
    {
        var before = _index;
        _index = _missed == MissedTicks.CatchUp ? _index + 1 : Math.Max(_index + 1, LastDueIndex());
        Current = new Tick(_index, DueOf(_index), _index - before - 1);
    }

    private void Resume()
    {
        var continuation = _continuation!;
        var state = _state;
        _continuation = null;
        _state = null;
        continuation(state);
    }
}
