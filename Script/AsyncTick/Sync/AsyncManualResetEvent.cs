using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A manual-reset event: setting it releases all waiters, first come first served, and it stays set, so that none waits, until it is reset
/// (asyncio's <c>Event</c>). Waiters resume through the ready queue, in the same frame; their code never runs inside <see cref="Set"/>.
/// </summary>
/// <param name="isSet">Whether it begins set.</param>
/// <param name="name">What the task list calls it.</param>
[DebuggerDisplay("{Name} set: {IsSet}, {WaiterCount} waiting")]
public sealed class AsyncManualResetEvent(bool isSet = false, string? name = null)
{
    private const long IsSetMark = 1;

    private readonly TurnLine _line = new("event", name);

    // How often it has been set, times two, and 1 more while it is set: in one number, or a wait that begins between the two would miss a set.
    private long _state = isSet ? IsSetMark : 0;

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>Whether it is set. Any thread.</summary>
    public bool IsSet => (Volatile.Read(ref _state) & IsSetMark) != 0;

    /// <summary>How many tasks wait. Loop thread.</summary>
    public int WaiterCount => _line.Count;

    /// <summary>Lets all who wait go on, and all who come until <see cref="Reset"/>. Any thread; from another one the waiters are told in the next frame's ready work.</summary>
    public void Set()
    {
        long before;
        long state;
        do
        {
            before = Volatile.Read(ref _state);
            state = (before | IsSetMark) + 2;
        }
        while (Interlocked.CompareExchange(ref _state, state, before) != before);

        // Who comes first of all names its loop and then looks at the flag, so one of the two sees the other.
        var set = state >> 1;
        if (_line.Loop is not { } loop)
        {
            return;
        }

        if (loop.IsOnLoopThread)
        {
            Release(set);
        }
        else
        {
            PostRelease(loop, set);
        }
    }

    /// <summary>From now on a wait waits. Any thread.</summary>
    public void Reset() => Interlocked.And(ref _state, ~IsSetMark);

    /// <summary>
    /// Waits until the event is set; goes on at once when it is. Ends with the task's scope. In a coroutine of one loop at a time.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public EventAwaitable WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => Wait(Name, file, line);

    /// <summary>As <see cref="WaitAsync"/>, in the name of what the event is a part of.</summary>
    internal EventAwaitable Wait(object? detail, string file, int line)
    {
        var context = _line.Join();
        context.Record.NoteWait(WaitKind.Event, file, line, detail);
        return new EventAwaitable(this, context);
    }

    internal void Enter(TaskContext context, Action continuation)
    {
        var node = context.Loop.Pools.Event.Rent();
        var state = Volatile.Read(ref _state);
        node.SetsBefore = state >> 1;
        node.Link(context, continuation);
        _line.Waiters.Enter(node);

        // Set from another thread between the look at IsSet and here: its post may already have come and gone.
        if ((state & IsSetMark) != 0)
        {
            Release(long.MaxValue);
        }
    }

    private void PostRelease(GameLoop loop, long set) => loop.PostQuietly(() => Release(set));

    // Those who came before it was set: a waiter that came after that, and after a reset, waits for the next time.
    private void Release(long set)
    {
        while (_line.Waiters.First is EventNode node && node.SetsBefore < set)
        {
            _line.Waiters.Leave(node);
            node.MakeReady();
        }
    }
}
