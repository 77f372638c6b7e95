using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Waits, in a stretch of code that holds a lock, until another task has changed something there (asyncio's <c>Condition</c>, Nito's
/// <c>AsyncConditionVariable</c>): <see cref="WaitAsync"/> lets the lock go, waits for <see cref="Notify"/>, and takes the lock again. First come first
/// served. Where the question can be asked each frame, <c>await Until(() => ...)</c> is simpler.
/// </summary>
/// <param name="asyncLock">The lock that is held around each wait.</param>
/// <param name="name">What the task list calls it.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncConditionVariable(AsyncLock asyncLock, string? name = null) : ITurnSource, IWaitSource
{
    private readonly TurnLine _line = new("condition variable", name);
    private readonly AsyncLock _lock = asyncLock ?? throw new ArgumentNullException(nameof(asyncLock));
    private Action? _notifyOne;
    private Action? _notifyEach;

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>The ids of the tasks that wait for a notification, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    int IWaitSource.HolderId => 0;

    /// <summary>
    /// Lets the lock go, waits for a notification, and goes on when it has the lock again, as the same hold: <c>using (await gate.LockAsync()) { while
    /// (!ready) { await changed.WaitAsync(); } }</c>. Ends with the task's scope, and even then only when it has the lock again; a notification that had
    /// come already goes to the next waiter. 0 bytes in steady state, in optimized builds. Await it where it is called, once. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The calling task does not hold the lock; used on another loop than before, or outside a task.</exception>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public async PooledTask WaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        var hold = _lock.Unlock() ?? throw new InvalidOperationException($"Task #{context.Id} waits for {_line.Label} without holding its {_lock}: await it inside of 'using (await gate.LockAsync())'.");
        try
        {
            await new TurnAwaitable(this, _line, context, TurnLine.Rent(context, WaitKind.ConditionVariable, this, file, line));
        }
        finally
        {
            // What the caller wrote behind this counts on the lock, its own finally blocks included. The list names the task that has the lock meanwhile.
            using (new CancellationDeferral(context, double.PositiveInfinity))
            {
                await _lock.RelockAsync(hold, file, line);
            }
        }

        if (context.IsCanceled)
        {
            // Since the notification, which has done nothing here.
            NotifyOne();
            context.ThrowCanceled();
        }
    }

    /// <summary>Lets the first waiter go on, as soon as it has the lock. Nothing is kept when none waits. Any thread; from another one in the next frame's ready work.</summary>
    public void Notify() => _line.Serve(_notifyOne ??= NotifyOne);

    /// <summary>Lets all who wait go on, one after the other; otherwise as <see cref="Notify"/>.</summary>
    public void NotifyAll() => _line.Serve(_notifyEach ??= NotifyEach);

    /// <inheritdoc/>
    public override string ToString() => $"{_line.Label}, {_line.Count} waiting";

    string IWaitSource.DescribeWaitOf(Waiter waiter) => _line.Label;

    bool ITurnSource.TryTake() => false;

    void ITurnSource.Enter(TurnNode node, TaskContext context, Action continuation) => _line.Enter(node, context, continuation);

    void ITurnSource.GiveBack() => NotifyOne();

    private void NotifyOne() => _line.LetOneGo();

    private void NotifyEach()
    {
        while (_line.LetOneGo())
        {
        }
    }
}
