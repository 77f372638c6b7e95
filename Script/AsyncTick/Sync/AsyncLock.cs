using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Lets one coroutine at a time through a stretch of code that awaits (asyncio's <c>Lock</c>, Nito's <c>AsyncLock</c>), first come first
/// served: <c>using (await gate.LockAsync()) { ... }</c>. The task list shows who holds it and who waits. Not reentrant. Loop thread only.
/// </summary>
/// <remarks>
/// On one thread code between two awaits needs no lock at all; this one is for what must stay whole across an await. It is handed
/// directly to the first waiter, so no task can push in and none starves. A waiter that is canceled leaves the line.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncLock : ILockSource
{
    private const string Kind = "lock";

    private readonly TurnLine _line;
    private readonly HoldList _holds;

    /// <summary>Makes a lock that is free.</summary>
    /// <param name="name">What the task list calls it.</param>
    public AsyncLock(string? name = null)
    {
        _line = new TurnLine(Kind, name);
        _holds = new HoldList(_line, HandOver);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>Whether a task holds it.</summary>
    public bool IsHeld => _holds.Count > 0;

    /// <summary>The id of the task that holds it; 0 for none.</summary>
    public int HolderId => _holds.HolderId;

    /// <summary>The ids of the tasks that wait for it, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    /// <summary>
    /// Waits until the lock is free and takes it; goes on at once when it is. Ends with the task's scope, without the lock. 0 bytes in steady
    /// state. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public LockAwaitable LockAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        var isFree = !IsHeld && !context.IsCanceled;
        return new LockAwaitable(this, context, isFree ? null : TurnLine.Rent(context, WaitKind.Lock, _holds, file, line), 0, file, line);
    }

    /// <summary>
    /// Takes the lock if it is free; false, and no waiting, otherwise. A task that is canceled gets no lock, free or not: this gives false, and
    /// <see cref="LockAsync"/> throws; code that must have it all the same, to save something, defers the cancellation.
    /// </summary>
    /// <param name="hold">Dispose it to release the lock.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public bool TryLock(out LockHold hold, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        if (IsHeld || context.IsCanceled)
        {
            hold = default;
            return false;
        }

        hold = _holds.Add(context, Kind, file, line).Handle;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsHeld ? $"{_line.Label}, held by #{HolderId}, {_line.Count} waiting" : $"{_line.Label}, free";

    LockHold ILockSource.Take(TaskContext context, int mode, string file, int line)
    {
        if (IsHeld)
        {
            _line.RefuseLateTake();
        }

        return _holds.Add(context, Kind, file, line).Handle;
    }

    void ILockSource.Enter(TurnNode node, TaskContext context, Action continuation)
    {
        _line.Enter(node, context, continuation);
        HandOver();
    }

    /// <summary>The calling task lets the lock go and will come back for it by <see cref="RelockAsync"/>. Null when it does not hold it.</summary>
    internal Hold? Unlock()
    {
        var hold = _holds.Find(_line.Join());
        if (hold is not null)
        {
            _holds.Suspend(hold);
        }

        return hold;
    }

    /// <summary>Waits until the lock is free and takes it as the hold that it was. The caller has seen to it that no cancellation ends the wait.</summary>
    internal LockAwaitable RelockAsync(Hold hold, string file, int line)
    {
        var context = _line.Join();
        var node = TurnLine.Rent(context, WaitKind.Lock, _holds, file, line);
        node.Hold = hold;
        return new LockAwaitable(this, context, node, 0, file, line);
    }

    private void HandOver()
    {
        if (!IsHeld && _line.TryGrant(out var node))
        {
            var holder = (TaskContext)node.Waiter;
            if (node.Hold is Hold hold)
            {
                _holds.Resume(hold, holder, Kind, node.File, node.SourceLine);
            }
            else
            {
                node.Hold = _holds.Add(holder, Kind, node.File, node.SourceLine);
            }

            node.MakeReady();
        }
    }
}
