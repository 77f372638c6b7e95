using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Tries an operation until it succeeds (Python's <c>tenacity</c>): after a failure it waits as the policy says, on the loop's clock and so on
    /// virtual time in tests, and tries again; the last failure is thrown as it is. For a limit per try put <c>WithTimeout</c> inside.
    /// </summary>
    /// <remarks>
    /// A cancellation of the calling task is never tried again, nor is one of a task that the operation awaited; a cancellation that was not
    /// requested (an HTTP client's time limit) is a failure like any other. Each failed try is one Verbose line, and shows in the task's status.
    /// </remarks>
    /// <param name="policy">How often, and what to wait.</param>
    /// <param name="operation">Called with the number of the try, from 1, in the calling task.</param>
    /// <param name="name">What the log calls it; by default the source text of <paramref name="operation"/>.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    [OverloadResolutionPriority(1)]
    public static Task<T> Retry<T>(
        RetryPolicy policy,
        Func<int, Task<T>> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Retrying.Run(policy, operation, name, expression, file, line);

    /// <summary>As the other overload, without a result.</summary>
    public static Task Retry(
        RetryPolicy policy,
        Func<int, Task> operation,
        string? name = null,
        [CallerArgumentExpression(nameof(operation))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Retrying.Run(policy, operation, name, expression, file, line);
}
