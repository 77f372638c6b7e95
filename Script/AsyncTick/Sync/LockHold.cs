using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// That a task holds an <see cref="AsyncLock"/>, an <see cref="AsyncReaderWriterLock"/> or a permit of an <see cref="AsyncSemaphore"/>; dispose it to let
/// the next one in. A second call, or one on a copy, does nothing. Any thread.
/// </summary>
[DebuggerDisplay("holds {_hold}")]
public readonly struct LockHold : IDisposable
{
    private readonly Hold? _hold;
    private readonly long _ticket;

    internal LockHold(Hold hold, long ticket)
    {
        _hold = hold;
        _ticket = ticket;
    }

    /// <summary>Releases the lock; from another thread than the loop's in the next frame's ready work.</summary>
    public void Dispose() => _hold?.Release(_ticket);
}
