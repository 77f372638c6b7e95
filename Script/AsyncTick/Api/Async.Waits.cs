using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>Waits for the next frame (asyncio's <c>sleep(0)</c>, UE5Coro's <c>NextTick</c>): resumes in a frame with a higher number, never in this one. 0 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NextFrameAwaitable NextFrame([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        NextFrameAwaitable.Begin(file, line);

    /// <summary>Waits for <paramref name="count"/> frames, counted from this call; goes on at once for 0. 0 bytes in steady state.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static FramesAwaitable Frames(int count, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        FramesAwaitable.Begin(count, file, line);

    /// <summary>
    /// Waits for a time (asyncio's <c>sleep</c>): resumes in the first frame at or after it, counted from this call; at least one frame
    /// lies between, also for 0 and less. <see cref="double.PositiveInfinity"/> waits until the task is canceled. 0 bytes in steady state.
    /// </summary>
    /// <param name="seconds">How long, in seconds of <paramref name="clock"/>.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is not a number.</exception>
    public static DelayAwaitable Delay(double seconds, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DelayAwaitable.Begin(seconds, default, clock, file, line);

    /// <summary>As the other overload; ends with <see cref="OperationCanceledException"/> when <paramref name="token"/> is canceled, too. About 150 bytes.</summary>
    public static DelayAwaitable Delay(double seconds, CancellationToken token, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DelayAwaitable.Begin(seconds, token, clock, file, line);

    /// <summary>Waits until a point in time, at least until the next frame; otherwise as <see cref="Delay(double, Clock, string, int)"/>. A series of them does not drift.</summary>
    public static DelayAwaitable DelayUntil(Deadline deadline, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        DelayAwaitable.Begin(deadline, file, line);

    /// <summary>
    /// Waits until <paramref name="predicate"/> holds: asked at once, then once a frame without resuming the task. What it throws is thrown here.
    /// 0 bytes in steady state, besides what the caller's lambda captures.
    /// </summary>
    public static UntilAwaitable Until(Func<bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UntilAwaitable.Begin(predicate, true, file, line);

    /// <summary>As the other overload, for a predicate that captures nothing.</summary>
    public static UntilAwaitable Until<TState>(TState state, Func<TState, bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TState : class =>
        UntilAwaitable.Begin(state, predicate, file, line);

    /// <summary>Waits while <paramref name="predicate"/> holds; otherwise as <see cref="Until(Func{bool}, string, int)"/>.</summary>
    public static UntilAwaitable While(Func<bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UntilAwaitable.Begin(predicate, false, file, line);

    /// <summary>Ticks each <paramref name="seconds"/> without drift: due times lie on a grid from this call on; each tick comes in the first frame at or after its due time. 0 bytes per tick.</summary>
    /// <param name="seconds">The period, in seconds of <paramref name="clock"/>; more than 0.</param>
    /// <param name="missed">What happens to ticks that a long frame missed.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not a positive, finite number.</exception>
    public static IAsyncEnumerable<Tick> Every(double seconds, MissedTicks missed = MissedTicks.Merge, Clock clock = Clock.Default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        TickStream.Begin(seconds, missed, clock, file, line);

#pragma warning disable VSTHRD003 // The task is the caller's; this only waits for it.
    /// <summary>
    /// Makes a plain wait end with the calling task: <c>await socket.ReceiveAsync(buffer).InScope()</c>. The operation itself goes on unless it
    /// has a token; its late outcome is dropped. Several waits for one task go on in the order in which they began. The list shows the line.
    /// </summary>
    public static Task InScope(this Task task, [CallerArgumentExpression(nameof(task))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OutsideWait.Begin(task, expression, file, line);

    /// <summary>As the other overload, with a result.</summary>
    public static Task<T> InScope<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OutsideWait.Begin(task, expression, file, line);
#pragma warning restore VSTHRD003
}
