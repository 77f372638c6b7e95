using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Runs an operation under a time limit (asyncio's <c>timeout()</c>). It takes the operation itself, not a running task, so nothing can be
    /// abandoned: at the limit the operation is canceled (<see cref="CancelReason.Timeout"/>), and this goes on only when it has ended.
    /// </summary>
    /// <remarks>
    /// The operation is a task of its own: its waits end without the token, which is for calls that take one. What it starts belongs to it:
    /// the limit covers that, too, and it has ended when this returns. A result that comes in spite of the cancellation is a result.
    /// When the caller is canceled, so is the operation; it is waited for, and the cancellation is thrown whatever it ended with.
    /// </remarks>
    /// <param name="seconds">The limit, in seconds of <paramref name="clock"/>, counted from this call; <see cref="double.PositiveInfinity"/> for none.</param>
    /// <param name="operation">Called at once with the token of its task.</param>
    /// <param name="name">What the error and the task list call it; by default the source text of <paramref name="operation"/>.</param>
    /// <param name="clock">Which clock; the scope's own by default.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="OperationTimeoutException">The limit ran out; names the operation and the time it took.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task WithTimeout(
        double seconds,
        Func<CancellationToken, Task> operation,
        string? name = null,
        Clock clock = Clock.Default,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TimeoutNursery.Run(seconds, operation, name, clock, expression, file, line);

    /// <summary>As the other overload, for an operation that needs no token.</summary>
    public static Task WithTimeout(
        double seconds,
        Func<Task> operation,
        string? name = null,
        Clock clock = Clock.Default,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return WithTimeout(seconds, _ => operation(), name, clock, expression, file, line);
    }

    /// <summary>As the other overload, for an operation with a result.</summary>
    [OverloadResolutionPriority(1)]
    public static Task<T> WithTimeout<T>(
        double seconds,
        Func<CancellationToken, Task<T>> operation,
        string? name = null,
        Clock clock = Clock.Default,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TimeoutNursery.Run(seconds, operation, name, clock, expression, file, line);

    /// <summary>As the other overload, for an operation with a result that needs no token.</summary>
    [OverloadResolutionPriority(1)]
    public static Task<T> WithTimeout<T>(
        double seconds,
        Func<Task<T>> operation,
        string? name = null,
        Clock clock = Clock.Default,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return WithTimeout(seconds, _ => operation(), name, clock, expression, file, line);
    }

    /// <summary>
    /// Runs an operation that has to be over at a point in time (asyncio's <c>timeout_at()</c>); otherwise as
    /// <see cref="WithTimeout(double, Func{CancellationToken, Task}, string?, Clock, string, string, int)"/>. One deadline can stand over several operations:
    /// each gets what the ones before have left.
    /// </summary>
    /// <exception cref="OperationTimeoutException">The deadline has come; names the operation and the time it took.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task WithDeadline(
        Deadline deadline,
        Func<CancellationToken, Task> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TimeoutNursery.Run(() => deadline, operation, name, expression, file, line);

    /// <summary>As the other overload, for an operation that needs no token.</summary>
    public static Task WithDeadline(
        Deadline deadline,
        Func<Task> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return WithDeadline(deadline, _ => operation(), name, expression, file, line);
    }

    /// <summary>As the other overload, for an operation with a result.</summary>
    [OverloadResolutionPriority(1)]
    public static Task<T> WithDeadline<T>(
        Deadline deadline,
        Func<CancellationToken, Task<T>> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TimeoutNursery.Run(() => deadline, operation, name, expression, file, line);

    /// <summary>As the other overload, for an operation with a result that needs no token.</summary>
    [OverloadResolutionPriority(1)]
    public static Task<T> WithDeadline<T>(
        Deadline deadline,
        Func<Task<T>> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return WithDeadline(deadline, _ => operation(), name, expression, file, line);
    }
}
