using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A turnstile: each <see cref="Set"/> lets exactly one waiter go on, first come first served; set while none waits, it stays open for
/// the next one to come (Nito's <c>AsyncAutoResetEvent</c>; asyncio has it as <c>Semaphore</c> with at most one permit). A signal given to a
/// waiter that is cancelled before it resumes goes to the next one.
/// </summary>
/// <param name="isSet">Whether it begins open for one.</param>
/// <param name="name">What the task list calls it.</param>
[DebuggerDisplay("{Name} set: {IsSet}, {WaiterCount} waiting")]
public sealed class AsyncAutoResetEvent(bool isSet = false, string? name = null)
{
    private readonly WaitLine _line = new();
    private volatile GameLoop? _loop;
    private int _isSet = isSet ? 1 : 0;

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether the next to come passes without waiting. Any thread.</summary>
    public bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>How many tasks wait. Loop thread.</summary>
    public int WaiterCount => _line.Count;

    /// <summary>Lets one waiter go on, or the next one to come. Any thread; from another one in the next frame's ready work. The waiter's code never runs inside.</summary>
    public void Set()
    {
        if (_loop is { } loop)
        {
            SetOn(loop);
            return;
        }

        // No task has waited yet. One may come right now: it names its loop first and looks at the flag then, so one of the two sees the other.
        Interlocked.Exchange(ref _isSet, 1);
        if (_loop is { } just && Interlocked.Exchange(ref _isSet, 0) != 0)
        {
            SetOn(just);
        }
    }

    /// <summary>
    /// Waits for its turn to go on; at once when the event is set. Ends with the task's scope. 0 bytes in steady state. In coroutines of one
    /// loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public TurnAwaitable WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = TaskContext.Required;
        var loop = _loop;
        if (loop is null)
        {
            _loop = loop = context.Loop;
            Interlocked.MemoryBarrier();
        }

        if (loop != context.Loop)
        {
            throw new InvalidOperationException($"Event '{Name}' belongs to loop '{loop.Name}'; a task of loop '{context.Loop.Name}' cannot wait on it. Give each loop an event of its own.");
        }

        if (!context.IsCancelled && Interlocked.Exchange(ref _isSet, 0) != 0)
        {
            return new TurnAwaitable(this, context, null);
        }

        context.Record.NoteWait(WaitKind.Event, file, line, Name);
        return new TurnAwaitable(this, context, loop.Pools.Turn.Rent());
    }

    internal void Enter(TurnNode node, TaskContext context, Action continuation)
    {
        node.Link(context, continuation);
        _line.Enter(node);
        if (Interlocked.Exchange(ref _isSet, 0) != 0)
        {
            LetOneGo();
        }
    }

    private void SetOn(GameLoop loop)
    {
        if (loop.IsOnLoopThread)
        {
            LetOneGo();
        }
        else
        {
            loop.PostQuietly(LetOneGo);
        }
    }

    private void LetOneGo()
    {
        if (_line.TryTake(out var node))
        {
            ((TurnNode)node).Granted = true;
            node.MakeReady();
        }
        else
        {
            Volatile.Write(ref _isSet, 1);
        }
    }
}
