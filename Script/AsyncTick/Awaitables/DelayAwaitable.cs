using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.Delay(double, Clock, string, int)"/> returns: await it at once, once. Allocates nothing in steady state; with a token, about 150 bytes.</summary>
public readonly struct DelayAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;
    private readonly LoopClock _clock;
    private readonly double _due;
    private readonly CancellationToken _token;

    internal DelayAwaitable(TaskContext context, LoopClock clock, double due, CancellationToken token)
    {
        _context = context;
        _clock = clock;
        _due = due;
        _token = token;
    }

    internal static DelayAwaitable Begin(double seconds, CancellationToken token, Clock clock, string file, int line)
    {
        SecondsGuard.VerifyNumber(seconds, "A delay");
        var context = TaskContext.Required;
        var scope = context.Scope;
        var on = scope.Clocks.Get(clock == Clock.Default ? scope.DefaultClock : clock);
        var due = on.Now + Math.Max(0, seconds);
        context.Record.NoteWait(WaitKind.Delay, file, line, on, due);
        return new DelayAwaitable(context, on, due, token);
    }

    internal static DelayAwaitable Begin(Deadline deadline, string file, int line)
    {
        var context = TaskContext.Required;
        context.Record.NoteWait(WaitKind.Delay, file, line, deadline.On, deadline.Until);
        return new DelayAwaitable(context, deadline.On, deadline.Until, default);
    }

    /// <summary>Never: even a delay of nothing lasts until the next frame.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, of a default value.</exception>
    public bool IsCompleted
    {
        get
        {
            WaitGuard.Verify(_context);
            return false;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public DelayAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the wait was canceled.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    /// <exception cref="OperationCanceledException">The token that was passed was canceled.</exception>
    public void GetResult()
    {
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }

        _token.ThrowIfCancellationRequested();
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (_context.IsCanceled || _token.IsCancellationRequested)
        {
            CanceledWait.Resume(_context, continuation);
            return;
        }

        if (_token.CanBeCanceled)
        {
            TokenTimerNode.Start(_context, _clock, _due, _token, continuation);
            return;
        }

        var node = _clock.Timers.Rent();
        node.Link(_context, continuation);
        _clock.Timers.Add(node, _due);
    }

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(DelayAwaitable wait) => ToTask(wait);

    private static async Task ToTask(DelayAwaitable wait) => await wait;
}
