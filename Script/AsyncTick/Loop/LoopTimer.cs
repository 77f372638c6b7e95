namespace AsyncTick;

/// <summary>A timer of <see cref="LoopTimeProvider"/>: changed from any thread, kept and fired on the loop's.</summary>
internal sealed class LoopTimer : ITimer
{
    private readonly ILoopThread _loop;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly TimerNode _node = new();
    private volatile bool _disposed;
    private double _period = double.PositiveInfinity;

    public LoopTimer(ILoopThread loop, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _loop = loop;
        _callback = callback;
        _state = state;
        _node.Callback = OnDue;
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        var due = Seconds(dueTime, nameof(dueTime));
        var repeat = period == TimeSpan.Zero ? double.PositiveInfinity : Seconds(period, nameof(period));
        if (_loop.IsOnLoopThread)
        {
            Set(due, repeat);
        }
        else
        {
            _loop.Post(() => Set(due, repeat));
        }

        return true;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_loop.IsOnLoopThread)
        {
            _loop.RealClock.Timers.Remove(_node);
        }
        else
        {
            _loop.PostQuietly(() => _loop.RealClock.Timers.Remove(_node));
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    // As the framework's own timers: only one negative time means something.
    private static double Seconds(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan)
        {
            return double.PositiveInfinity;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        return time.TotalSeconds;
    }

    private void Set(double due, double period)
    {
        var timers = _loop.RealClock.Timers;
        timers.Remove(_node);
        _period = period;
        if (!_disposed && !double.IsPositiveInfinity(due))
        {
            timers.Add(_node, _loop.RealClock.Now + due);
        }
    }

    private void OnDue()
    {
        if (!double.IsPositiveInfinity(_period))
        {
            _loop.RealClock.Timers.Add(_node, Math.Max(_node.Due + _period, _loop.RealClock.Now));
        }

        _loop.EnqueueCallback(Fire);
    }

    private void Fire()
    {
        if (!_disposed)
        {
            _callback(_state);
        }
    }
}
