using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Lets all waiters go on when so many signals have come (Nito's <c>AsyncCountdownEvent</c>, .NET's <c>CountdownEvent</c>; asyncio has none), and stays
/// open while its count is 0. Waiters resume in the same frame, in their order; their code never runs inside <see cref="Signal()"/>.
/// </summary>
/// <remarks>As with Nito's, more signals than were counted make the count negative, and it is open again when <see cref="AddCount()"/> has made up for them.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncCountdownEvent : IWaitSource
{
    private readonly Lock _gate = new();
    private readonly AsyncManualResetEvent _open;
    private long _count;

    /// <summary>Makes a countdown.</summary>
    /// <param name="count">How many signals it takes; 0 for one that is open.</param>
    /// <param name="name">What the task list calls it.</param>
    public AsyncCountdownEvent(long count, string? name = null)
    {
        _count = count;
        _open = new AsyncManualResetEvent(count == 0, name);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _open.Name;

    /// <summary>How many signals are still missing; below 0 when there were too many. Any thread.</summary>
    public long CurrentCount => Volatile.Read(ref _count);

    /// <summary>How many tasks wait. Loop thread.</summary>
    public int WaiterCount => _open.WaiterCount;

    int IWaitSource.HolderId => 0;

    /// <summary>Waits until the count is 0; goes on at once when it is. Ends with the task's scope. 0 bytes in steady state. In coroutines of one loop only.</summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public EventAwaitable WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => _open.Wait(this, file, line);

    /// <summary>One signal has come. Any thread; from another one waiters are told in the next frame's ready work.</summary>
    public void Signal() => Change(-1);

    /// <summary>So many signals have come; otherwise as <see cref="Signal()"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="signalCount"/> is negative.</exception>
    public void Signal(long signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(signalCount);
        Change(-signalCount);
    }

    /// <summary>One more signal is needed. Any thread.</summary>
    public void AddCount() => Change(1);

    /// <summary>So many more signals are needed. Any thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="addCount"/> is negative.</exception>
    public void AddCount(long addCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(addCount);
        Change(addCount);
    }

    string IWaitSource.DescribeWaitOf(Waiter waiter) => $"{(Name is { } name ? $"countdown '{name}'" : "countdown")}, {CurrentCount} to go";

    /// <inheritdoc/>
    public override string ToString() => $"{Name ?? "countdown"}, {CurrentCount} to go, {WaiterCount} waiting";

    private void Change(long by)
    {
        lock (_gate)
        {
            var before = _count;
            var now = checked(before + by);
            if (now == before)
            {
                return;
            }

            Volatile.Write(ref _count, now);
            if (before == 0)
            {
                _open.Reset();
            }
            else if (now == 0)
            {
                _open.Set();
            }
            else if (before > 0 != now > 0)
            {
                // Past 0: those who wait had what they waited for.
                _open.Set();
                _open.Reset();
            }
        }
    }
}
