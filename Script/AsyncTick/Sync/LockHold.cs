using System.Diagnostics;

namespace AsyncTick;

/// <summary>That a task holds an <see cref="AsyncLock"/>; dispose it to let the next one in. A second call, or one on a copy, does nothing. Any thread.</summary>
[DebuggerDisplay("holds {_lock}")]
public readonly struct LockHold : IDisposable
{
    private readonly AsyncLock? _lock;
    private readonly long _ticket;

    internal LockHold(AsyncLock source, long ticket)
    {
        _lock = source;
        _ticket = ticket;
    }

    /// <summary>Releases the lock; from another thread than the loop's in the next frame's ready work.</summary>
    public void Dispose() => _lock?.Release(_ticket);
}
