using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Lets one coroutine at a time through a stretch of code that awaits (asyncio's <c>Lock</c>, Nito's <c>AsyncLock</c>), first come first
/// served: <c>using (await gate.LockAsync()) { ... }</c>. The task list shows who holds it and who waits. Not reentrant. Loop thread only.
/// </summary>
/// <remarks>
/// On one thread code between two awaits needs no lock at all; this one is for what must stay whole across an await. It is handed
/// directly to the first waiter, so no task can push in and none starves. A waiter that is cancelled leaves the line.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncLock : IHeldLock
{
    private readonly WaitLine _line = new();
    private readonly HeldLock _held;
    private GameLoop? _loop;
    private TaskContext? _holder;
    private double _heldSince;
    private string _file = "";
    private int _sourceLine;
    private long _ticket;

    /// <summary>Makes a lock that is free.</summary>
    /// <param name="name">What the task list calls it.</param>
    public AsyncLock(string? name = null)
    {
        Name = name;
        _held = new HeldLock(this);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name { get; }

    /// <summary>Whether a task holds it.</summary>
    public bool IsHeld => _holder is not null;

    /// <summary>The id of the task that holds it; 0 for none.</summary>
    public int HolderId => _holder?.Id ?? 0;

    /// <summary>The ids of the tasks that wait for it, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    internal string Label => Name is null ? "lock" : $"lock '{Name}'";

    internal LockHold CurrentHold => new(this, _ticket);

    /// <summary>
    /// Waits until the lock is free and takes it; goes on at once when it is. Ends with the task's scope, without the lock. 0 bytes in steady
    /// state. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public LockAwaitable LockAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = TaskContext.Required;
        var loop = NameLoop(context);
        if (_holder is null && !context.IsCancelled)
        {
            return new LockAwaitable(this, context, null, file, line);
        }

        context.Record.NoteWait(WaitKind.Lock, file, line, this);
        var node = loop.Pools.Turn.Rent();
        node.File = file;
        node.SourceLine = line;
        return new LockAwaitable(this, context, node, file, line);
    }

    /// <summary>
    /// Takes the lock if it is free; false, and no waiting, otherwise. A task that is cancelled gets no lock, free or not: this gives false, and
    /// <see cref="LockAsync"/> throws; code that must have it all the same, to save something, defers the cancellation.
    /// </summary>
    /// <param name="hold">Dispose it to release the lock.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    public bool TryLock(out LockHold hold, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = TaskContext.Required;
        NameLoop(context);
        if (_holder is not null || context.IsCancelled)
        {
            hold = default;
            return false;
        }

        hold = Take(context, file, line);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _holder is null ? $"{Label}, free" : $"{Label}, held by #{HolderId}, {_line.Count} waiting";

    internal LockHold Take(TaskContext context, string file, int line)
    {
        if (_holder is not null)
        {
            throw new InvalidOperationException($"{ToString()}: await what LockAsync() returns at once; it was free when this was called and is not any more.");
        }

        SetHolder(context, file, line);
        return CurrentHold;
    }

    internal void Enter(TurnNode node, TaskContext context, Action continuation)
    {
        node.Link(context, continuation);
        _line.Enter(node);
        if (_holder is null)
        {
            HandOver();
        }
    }

    internal void Release(long ticket)
    {
        if (_loop is { IsOnLoopThread: false } loop)
        {
            PostRelease(loop, ticket);
            return;
        }

        if (ticket == _ticket && _holder is not null)
        {
            HolderRecord.RemoveHeld(_held);
            _holder = null;
            HandOver();
        }
    }

    // By itself: a lambda in Release would cost every release its closure.
    private void PostRelease(GameLoop loop, long ticket) => loop.PostQuietly(() => Release(ticket));

    // That of detached work when its task has ended while code that the task left running holds it.
    private TaskRecord HolderRecord => (TaskRecord)_held.Holder!;

    LockInfo IHeldLock.Describe() => new(
        Name, HolderId, HolderRecord.DisplayName, _holder!.Loop.Clocks.Real.Now - _heldSince, FaultReport.Site(_file, _sourceLine), WaiterIds);

    string IHeldLock.DescribeHold() => $"{Label} since {FaultReport.Site(_file, _sourceLine)}";

    string IHeldLock.DescribeWaitOf(Waiter waiter)
    {
        if (_holder is not { } holder)
        {
            return Label;
        }

        var held = DurationText.Of(holder.Loop.Clocks.Real.Now - _heldSince);
        var who = holder == waiter ? "this very task" : $"task #{holder.Id} '{HolderRecord.DisplayName}'";
        return $"{Label}, held by {who} for {held} since {FaultReport.Site(_file, _sourceLine)}";
    }

    private GameLoop NameLoop(TaskContext context)
    {
        var loop = _loop ??= context.Loop;
        if (loop != context.Loop)
        {
            throw new InvalidOperationException($"{ToString()} belongs to loop '{loop.Name}'; a task of loop '{context.Loop.Name}' cannot take it. Give each loop a lock of its own.");
        }

        return loop;
    }

    private void SetHolder(TaskContext context, string file, int line)
    {
        _ticket++;
        _holder = context;
        _heldSince = context.Loop.Clocks.Real.Now;
        _file = file;
        _sourceLine = line;
        context.Record.AddHeld(_held);
    }

    private void HandOver()
    {
        if (_line.TryTake(out var first))
        {
            var node = (TurnNode)first;
            node.Granted = true;
            SetHolder((TaskContext)node.Waiter, node.File, node.SourceLine);
            node.MakeReady();
        }
    }
}
