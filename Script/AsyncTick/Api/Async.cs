using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What a coroutine says to its loop (asyncio's module level). All of it works on the task whose code calls, found through
/// <see cref="SynchronizationContext.Current"/>, and so on the loop's thread only; elsewhere it throws
/// <see cref="InvalidOperationException"/> with the way back. Scripts have it as <c>using static AsyncTick.Async</c>.
/// </summary>
/// <remarks>
/// Every wait here ends with <see cref="GameTaskCanceledException"/> once the task or its scope is cancelled, and so does each
/// later one: clean up in <c>finally</c> with plain calls, or under <see cref="Defer"/>.
/// </remarks>
public static partial class Async
{
    /// <summary>The loop of the calling task.</summary>
    public static GameLoop Loop => TaskContext.Required.Loop;

    /// <summary>The scope of the calling task.</summary>
    public static TaskScope Scope => TaskContext.Required.Scope;

    /// <summary>The calling task's id.</summary>
    public static int TaskId => TaskContext.Required.Id;

    /// <summary>Cancelled with the calling task; for APIs that take a token. Allocates once per task.</summary>
    public static CancellationToken Token => TaskContext.Required.Token;

    /// <summary>Whether the calling task was asked to end; for long steps that want to look.</summary>
    public static bool IsCancellationRequested => TaskContext.Required.IsCancelled;

    /// <summary>Waits for the next frame (asyncio's <c>sleep(0)</c>, UE5Coro's <c>NextTick</c>): resumes in a frame with a higher number, never in this one. 0 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NextFrameAwaitable NextFrame([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = TaskContext.Required;
        var record = context.Record;
        if (Accounting.IsOn)
        {
            record.WaitKind = WaitKind.NextFrame;
            record.WaitLine = line;
            if (!ReferenceEquals(record.WaitFile, file))
            {
                record.WaitFile = file;
            }
        }

        return new NextFrameAwaitable(context);
    }

    /// <summary>Waits for <paramref name="count"/> frames, counted from this call; goes on at once for 0. 0 bytes in steady state.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static FramesAwaitable Frames(int count, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var context = TaskContext.Required;
        if (count == 0)
        {
            return new FramesAwaitable(context, null);
        }

        var node = context.Loop.Pools.RentFrames();
        node.Target = context.Loop.FrameNumber + count;
        context.Record.NoteWait(WaitKind.Frames, file, line, until: node.Target);
        return new FramesAwaitable(context, node);
    }

    /// <summary>
    /// Waits for a time (asyncio's <c>sleep</c>): resumes in the first frame at or after it, counted from this call; at least one frame
    /// lies between, also for 0 and less. <see cref="double.PositiveInfinity"/> waits until the task is cancelled. 0 bytes in steady state.
    /// </summary>
    /// <param name="seconds">How long, in seconds of <paramref name="clock"/>.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not a number.</exception>
    public static DelayAwaitable Delay(double seconds, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Delay(seconds, default, clock, file, line);

    /// <summary>As the other overload; ends with <see cref="OperationCanceledException"/> when <paramref name="token"/> is cancelled, too. About 150 bytes.</summary>
    public static DelayAwaitable Delay(double seconds, CancellationToken token, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A delay needs a number of seconds.");
        }

        var context = TaskContext.Required;
        var scope = context.Scope;
        var on = scope.Clocks.Get(clock == Clock.Default ? scope.DefaultClock : clock);
        var due = on.Now + Math.Max(0, seconds);
        context.Record.NoteWait(WaitKind.Delay, file, line, on, due);
        return new DelayAwaitable(context, on, due, token);
    }

    /// <summary>
    /// Waits until <paramref name="predicate"/> holds: asked at once, then once a frame without resuming the task. What it throws is thrown here.
    /// 0 bytes in steady state, besides what the caller's lambda captures.
    /// </summary>
    public static UntilAwaitable Until(Func<bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Poll(predicate, true, file, line);

    /// <summary>As the other overload, for a predicate that captures nothing.</summary>
    public static UntilAwaitable Until<TState>(TState state, Func<TState, bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(state);
        var context = TaskContext.Required;
        var node = context.Loop.Pools.RentUntil();
        node.Ask(state, predicate, true);
        return Poll(context, node, file, line);
    }

    /// <summary>Waits while <paramref name="predicate"/> holds; otherwise as <see cref="Until(Func{bool}, string, int)"/>.</summary>
    public static UntilAwaitable While(Func<bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Poll(predicate, false, file, line);

    /// <summary>Ticks each <paramref name="seconds"/> without drift: due times lie on a grid from this call on; each tick comes in the first frame at or after its due time. 0 bytes per tick.</summary>
    /// <param name="seconds">The period, in seconds of <paramref name="clock"/>; more than 0.</param>
    /// <param name="missed">What happens to ticks that a long frame missed.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not a positive, finite number.</exception>
    public static IAsyncEnumerable<Tick> Every(double seconds, MissedTicks missed = MissedTicks.Merge, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!(seconds > 0) || double.IsInfinity(seconds))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A period needs a positive number of seconds; for each frame use NextFrame().");
        }

        var context = TaskContext.Required;
        var scope = context.Scope;
        return new TickStream(context, scope.Clocks.Get(clock == Clock.Default ? scope.DefaultClock : clock), seconds, missed, file, line);
    }

    /// <summary>Calls <paramref name="callback"/> once, later (asyncio's <c>call_later</c>): a task of the current scope, so it is listed, can be cancelled, and ends with the scope.</summary>
    public static GameTask CallLater(double seconds, Action callback, [CallerArgumentExpression(nameof(callback))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Scope.Start(
            async () =>
            {
                await Delay(seconds, Clock.Default, file, line);
                callback();
            },
            null,
            expression,
            file,
            line);
    }

    /// <summary>Starts a task in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask Start(Func<Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task that is handed its token in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{CancellationToken, Task}, string?, string, string, int)"/>.</summary>
    public static GameTask Start(Func<CancellationToken, Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Starts a task with a result in the current scope; see <see cref="TaskStart.Start(TaskScope, Func{Task}, string?, string, string, int)"/>.</summary>
    public static GameTask<T> Start<T>(Func<Task<T>> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Scope.Start(body, name, expression, file, line);

    /// <summary>Keeps a cancellation from reaching the calling task while it cleans up, for at most <paramref name="maxSeconds"/> of real time; dispose it to let it through. An overrun is logged.</summary>
    public static CancellationDeferral Defer(double maxSeconds) => new(TaskContext.Required, maxSeconds);

    /// <summary>What the task list shows beside the calling task's name: <c>42 %</c>. Null for nothing.</summary>
    public static void SetStatus(string? status) => TaskContext.Required.Record.Details.Status = status;

    /// <summary>Writes a line to the loop's log.</summary>
    public static void Log(object? message) => Loop.Log.Write(LogVerbosity.Log, message?.ToString() ?? "");

    /// <summary>Writes a warning to the loop's log.</summary>
    public static void LogWarning(object? message) => Loop.Log.Write(LogVerbosity.Warning, message?.ToString() ?? "");

    /// <summary>Writes an error to the loop's log.</summary>
    public static void LogError(object? message) => Loop.Log.Write(LogVerbosity.Error, message?.ToString() ?? "");

    private static UntilAwaitable Poll(Func<bool> predicate, bool expected, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var context = TaskContext.Required;
        var node = context.Loop.Pools.RentUntil();
        node.Ask(predicate, expected);
        return Poll(context, node, file, line);
    }

    private static UntilAwaitable Poll(TaskContext context, UntilNode node, string file, int line)
    {
        if (!context.IsCancelled && node.IsOverNow())
        {
            node.Discard();
            return new UntilAwaitable(context, null);
        }

        context.Record.NoteWait(WaitKind.Until, file, line);
        return new UntilAwaitable(context, node);
    }
}
