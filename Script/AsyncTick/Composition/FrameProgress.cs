using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// An <see cref="IProgress{T}"/> whose handler runs on the game thread, at most once a frame, with the last value (.NET's <c>Progress</c> posts every one):
/// for work on other threads that reports as often as it likes. In the name of the task that made it, and not any more once that is canceled.
/// </summary>
/// <typeparam name="T">What is reported.</typeparam>
[DebuggerDisplay("last told in frame {_toldIn}")]
public sealed class FrameProgress<T> : IProgress<T>
{
    private readonly Lock _gate = new();
    private readonly TaskContext _context;
    private readonly Action<T> _handler;
    private readonly SendOrPostCallback _tell;
    private readonly Action _tellNow;
    private T _last = default!;
    private bool _isQueued;
    private long _toldIn = -1;

    /// <summary>Makes one of the calling task.</summary>
    /// <param name="handler">Called on the game thread; what it throws is logged.</param>
    /// <exception cref="InvalidOperationException">Called outside a task.</exception>
    public FrameProgress(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _context = TaskContext.Required;
        _handler = handler;
        _tell = _ => Tell();
        _tellNow = Tell;
    }

    /// <summary>Hands a value to the handler, in this or the next frame, unless a later one comes first. Any thread; 0 bytes in steady state.</summary>
    public void Report(T value)
    {
        lock (_gate)
        {
            _last = value;
            if (_isQueued)
            {
                return;
            }

            _isQueued = true;
        }

        _context.PostUnflowed(_tell, null);
    }

    private void Tell()
    {
        var frame = _context.FrameNumber;
        if (_toldIn == frame)
        {
            _context.ResumeNextFrame(_tellNow);
            return;
        }

        T value;
        lock (_gate)
        {
            value = _last;
            _last = default!;
            _isQueued = false;
        }

        _toldIn = frame;
        if (!_context.IsCanceled)
        {
            _handler(value);
        }
    }
}
