using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A turnstile: each <see cref="Set"/> lets exactly one waiter go on, first come first served; set while none waits, it stays open for
/// the next one to come (Nito's <c>AsyncAutoResetEvent</c>; asyncio has it as <c>Semaphore</c> with at most one permit). A signal given to a
/// waiter that is canceled before it resumes goes to the next one.
/// </summary>
/// <param name="isSet">Whether it begins open for one.</param>
/// <param name="name">What the task list calls it.</param>
[DebuggerDisplay("{Name} set: {IsSet}, {WaiterCount} waiting")]
public sealed class AsyncAutoResetEvent(bool isSet = false, string? name = null) : ITurnSource
{
    private readonly TurnLine _line = new("event", name);
    private Action? _letOneGo;
    private int _isSet = isSet ? 1 : 0;

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>Whether the next to come passes without waiting. Any thread.</summary>
    public bool IsSet => Volatile.Read(ref _isSet) != 0;

    /// <summary>How many tasks wait. Loop thread.</summary>
    public int WaiterCount => _line.Count;

    /// <summary>Lets one waiter go on, or the next one to come. Any thread; from another one in the next frame's ready work. The waiter's code never runs inside.</summary>
    public void Set()
    {
        if (_line.Loop is not null)
        {
            _line.Serve(_letOneGo ??= LetOneGo);
            return;
        }

        // No task has waited yet. One may come right now: it names its loop first and looks at the flag then, so one of the two sees the other.
        Interlocked.Exchange(ref _isSet, 1);
        if (_line.Loop is not null && Interlocked.Exchange(ref _isSet, 0) != 0)
        {
            _line.Serve(_letOneGo ??= LetOneGo);
        }
    }

    /// <summary>
    /// Waits for its turn to go on; at once when the event is set. Ends with the task's scope. 0 bytes in steady state. In coroutines of one
    /// loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited on another loop than before, or outside a task.</exception>
    public TurnAwaitable WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        var isFree = !context.IsCanceled && Interlocked.Exchange(ref _isSet, 0) != 0;
        return new TurnAwaitable(this, _line, context, isFree ? null : TurnLine.Rent(context, WaitKind.Event, Name, file, line));
    }

    // Taken at the call.
    bool ITurnSource.TryTake() => true;

    void ITurnSource.Enter(TurnNode node, TaskContext context, Action continuation)
    {
        _line.Enter(node, context, continuation);
        if (Interlocked.Exchange(ref _isSet, 0) != 0)
        {
            LetOneGo();
        }
    }

    void ITurnSource.GiveBack() => LetOneGo();

    private void LetOneGo()
    {
        if (!_line.LetOneGo())
        {
            Volatile.Write(ref _isSet, 1);
        }
    }
}
