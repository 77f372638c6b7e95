using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Lets any number of readers, or one writer, through a stretch of code that awaits (Nito's <c>AsyncReaderWriterLock</c>; asyncio has none):
/// <c>using (await map.ReaderLockAsync()) { ... }</c>. First come first served: a reader that comes after a waiting writer waits for it, and readers
/// that wait one behind the other get in together, so neither kind starves. (Nito's lets writers go before readers that wait longer.)
/// </summary>
/// <remarks>
/// The lock goes directly to those who wait first, which resume in the same frame. Holders and waiters are in the task list and under <c>Locks</c>. Not
/// reentrant, and no way from reader to writer. A waiter that is canceled leaves the line, and may so let in those behind it. Loop thread only.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncReaderWriterLock : ILockSource
{
    private const int Reader = 0;
    private const int Writer = 1;

    private readonly TurnLine _line;
    private readonly HoldList _holds;

    /// <summary>Makes a lock that is free.</summary>
    /// <param name="name">What the task list calls it.</param>
    public AsyncReaderWriterLock(string? name = null)
    {
        _line = new TurnLine("reader-writer lock", name, HandOver);
        _holds = new HoldList(_line, HandOver);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>Whether a writer holds it.</summary>
    public bool IsWriterLockHeld { get; private set; }

    /// <summary>How many readers hold it.</summary>
    public int ReaderCount => IsWriterLockHeld ? 0 : _holds.Count;

    /// <summary>The ids of the tasks that wait for it, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    /// <summary>
    /// Waits until no writer holds the lock or waits for it, and takes it with other readers. Ends with the task's scope, without the lock. 0 bytes in
    /// steady state. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public LockAwaitable ReaderLockAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Begin(Reader, file, line);

    /// <summary>Waits until the lock is free and takes it alone; otherwise as <see cref="ReaderLockAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public LockAwaitable WriterLockAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Begin(Writer, file, line);

    /// <inheritdoc/>
    public override string ToString() => (IsWriterLockHeld, _holds.Count) switch
    {
        (true, _) => $"{_line.Label}, written by #{_holds.HolderId}, {_line.Count} waiting",
        (_, 0) => $"{_line.Label}, free",
        _ => $"{_line.Label}, read by {ReaderCount}, {_line.Count} waiting",
    };

    LockHold ILockSource.Take(TaskContext context, int mode, string file, int line)
    {
        if (_line.Count > 0 || !MayEnter(mode))
        {
            _line.RefuseLateTake();
        }

        return Add(context, mode, file, line).Handle;
    }

    void ILockSource.Enter(TurnNode node, TaskContext context, Action continuation)
    {
        _line.Enter(node, context, continuation);
        HandOver();
    }

    private LockAwaitable Begin(int mode, string file, int line)
    {
        var context = _line.Join();
        var isFree = _line.Count == 0 && MayEnter(mode) && !context.IsCanceled;
        return new LockAwaitable(this, context, isFree ? null : TurnLine.Rent(context, WaitKind.Lock, _holds, file, line, mode), mode, file, line);
    }

    private bool MayEnter(int mode) => _holds.Count == 0 || (mode == Reader && !IsWriterLockHeld);

    private Hold Add(TaskContext context, int mode, string file, int line)
    {
        IsWriterLockHeld = mode == Writer;
        return _holds.Add(context, mode == Writer ? "writer lock" : "reader lock", file, line);
    }

    private void HandOver()
    {
        IsWriterLockHeld &= _holds.Count > 0;
        while (_line.First is { } first && MayEnter(first.Mode) && _line.TryGrant(out var node))
        {
            node.Hold = Add((TaskContext)node.Waiter, node.Mode, node.File, node.SourceLine);
            node.MakeReady();
        }
    }
}
