using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// So many permits, first come first served (asyncio's <c>Semaphore</c>, Nito's <c>AsyncSemaphore</c>, UE5Coro's <c>FAwaitableSemaphore</c>): at most so
/// many coroutines at a time in a stretch of code with <c>using (await slots.LockAsync()) { ... }</c>, or a counted signal with
/// <see cref="WaitAsync"/> and <see cref="Release()"/>. A permit goes directly to the first waiter, which resumes in the same frame.
/// </summary>
/// <remarks>
/// A waiter that is canceled leaves the line; one that is canceled after it has got its permit and before it resumes passes it on. Who holds a permit
/// by <see cref="LockAsync"/> is in the task list and under <c>Locks</c>; a permit of <see cref="WaitAsync"/> belongs to no task, since any code may
/// release it. Loop thread only but for <see cref="Release()"/>.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncSemaphore : ILockSource
{
    private const string Kind = "semaphore";

    // Besides plain waits, for a permit that any code may release.
    private const int ForHold = 1;

    private readonly TurnLine _line;
    private readonly TurnCounter _permits;
    private readonly HoldList _holds;

    /// <summary>Makes a semaphore.</summary>
    /// <param name="initialCount">How many permits there are to begin with.</param>
    /// <param name="name">What the task list calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialCount"/> is negative.</exception>
    public AsyncSemaphore(long initialCount, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        _line = new TurnLine(Kind, name);
        _permits = new TurnCounter(_line, initialCount, AddHold);
        _holds = new HoldList(_line, Release);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>How many permits are free. Any thread.</summary>
    public long CurrentCount => _permits.Count;

    /// <summary>The ids of the tasks that wait for a permit, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    /// <summary>
    /// Waits for a permit and takes it; goes on at once when one is free and no task waits. Ends with the task's scope, without a permit. Give it back by
    /// <see cref="Release()"/>. 0 bytes in steady state. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public TurnAwaitable WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _permits.Wait(_line.Join(), WaitKind.Semaphore, _holds, file, line);

    /// <summary>Waits for a permit that the calling task holds until it disposes of what this gives; otherwise as <see cref="WaitAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public LockAwaitable LockAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        var isFree = _permits.IsFree && !context.IsCanceled;
        return new LockAwaitable(this, context, isFree ? null : TurnLine.Rent(context, WaitKind.Semaphore, _holds, file, line, ForHold), ForHold, file, line);
    }

    /// <summary>Takes a permit if one is free and no task waits; false, and no waiting, otherwise.</summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public bool TryWait()
    {
        _line.Join();
        return _permits.TryTake();
    }

    /// <summary>Gives one permit back, or a new one. Any thread; from another one waiters are served in the next frame's ready work. No waiter's code runs inside.</summary>
    /// <exception cref="OverflowException">More than <see cref="long.MaxValue"/> permits would be free; none was given.</exception>
    public void Release() => _permits.Add(1);

    /// <summary>Gives so many permits at once; otherwise as <see cref="Release()"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="releaseCount"/> is negative.</exception>
    /// <exception cref="OverflowException">More than <see cref="long.MaxValue"/> permits would be free; none was given.</exception>
    public void Release(long releaseCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(releaseCount);
        _permits.Add(releaseCount);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_line.Label}, {CurrentCount} free, {_holds.Count} held, {_line.Count} waiting";

    LockHold ILockSource.Take(TaskContext context, int mode, string file, int line)
    {
        if (!_permits.TryTake())
        {
            _line.RefuseLateTake();
        }

        return _holds.Add(context, Kind, file, line).Handle;
    }

    void ILockSource.Enter(TurnNode node, TaskContext context, Action continuation) => _permits.Enter(node, context, continuation);

    private void AddHold(TurnNode node)
    {
        if (node.Mode == ForHold)
        {
            node.Hold = _holds.Add((TaskContext)node.Waiter, Kind, node.File, node.SourceLine);
        }
    }
}
