using System.Runtime.CompilerServices;

namespace AsyncTick;

public static partial class Async
{
    /// <summary>
    /// Starts both and goes on with the one that ends first; the other is canceled (<see cref="CancelReason.LostRace"/>) and has ended, its
    /// <c>finally</c> included, before this returns (UE5Coro's <c>Race</c> cancels but does not wait; UniTask's <c>WhenAny</c> does neither).
    /// </summary>
    /// <remarks>
    /// An exception of the winner is thrown here; one of a loser is logged. A branch that ends at once wins, and those behind it are not
    /// started. What the branches start in turn ends with the race. When the caller is canceled all branches are, and are waited for;
    /// then that cancellation is thrown, whatever they ended with.
    /// </remarks>
    /// <returns>Which branch won, from 0.</returns>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task<int> Race(
        Func<Task> first,
        Func<Task> second,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second], false, [firstText, secondText], file, line);

    /// <summary>As the other overload, with three.</summary>
    public static Task<int> Race(
        Func<Task> first,
        Func<Task> second,
        Func<Task> third,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerArgumentExpression(nameof(third))] string thirdText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second, third], false, [firstText, secondText, thirdText], file, line);

    /// <summary>As the other overload, with any number.</summary>
    /// <exception cref="ArgumentException">There are no branches, so none could ever win.</exception>
    public static Task<int> Race(IReadOnlyList<Func<Task>> branches, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RaceNursery.Run(branches, false, null, file, line);

    /// <summary>As the other overload, for branches with a result.</summary>
    /// <returns>Which branch won, and its result.</returns>
    [OverloadResolutionPriority(1)]
    public static Task<RaceResult<T>> Race<T>(
        Func<Task<T>> first,
        Func<Task<T>> second,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second], false, [firstText, secondText], file, line);

    /// <summary>As the other overload, with three.</summary>
    [OverloadResolutionPriority(1)]
    public static Task<RaceResult<T>> Race<T>(
        Func<Task<T>> first,
        Func<Task<T>> second,
        Func<Task<T>> third,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerArgumentExpression(nameof(third))] string thirdText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second, third], false, [firstText, secondText, thirdText], file, line);

    /// <summary>As the other overload, with any number.</summary>
    /// <exception cref="ArgumentException">There are no branches, so none could ever win.</exception>
    [OverloadResolutionPriority(1)]
    public static Task<RaceResult<T>> Race<T>(IReadOnlyList<Func<Task<T>>> branches, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RaceNursery.Run(branches, false, null, file, line);

    /// <summary>
    /// Starts both and goes on with the first that succeeds; the other is canceled (<see cref="CancelReason.LostRace"/>) and has ended before this returns
    /// (JavaScript's <c>Promise.any</c>; asyncio has none). A branch that fails, or is canceled, leaves the race; only when all have, their failures are thrown.
    /// </summary>
    /// <returns>Which branch won, from 0.</returns>
    /// <exception cref="AggregateException">All branches have failed: their exceptions, in the order of the arguments. Otherwise none of them is thrown or logged.</exception>
    /// <exception cref="GameTaskCanceledException">The calling task or its scope was canceled.</exception>
    public static Task<int> FirstSuccess(
        Func<Task> first,
        Func<Task> second,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second], true, [firstText, secondText], file, line);

    /// <summary>As the other overload, with any number.</summary>
    /// <exception cref="ArgumentException">There are no branches, so none could ever win.</exception>
    public static Task<int> FirstSuccess(IReadOnlyList<Func<Task>> branches, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RaceNursery.Run(branches, true, null, file, line);

    /// <summary>As the other overload, for branches with a result.</summary>
    /// <returns>Which branch won, and its result.</returns>
    [OverloadResolutionPriority(1)]
    public static Task<RaceResult<T>> FirstSuccess<T>(
        Func<Task<T>> first,
        Func<Task<T>> second,
        [CallerArgumentExpression(nameof(first))] string firstText = "",
        [CallerArgumentExpression(nameof(second))] string secondText = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => RaceNursery.Run([first, second], true, [firstText, secondText], file, line);

    /// <summary>As the other overload, with any number.</summary>
    /// <exception cref="ArgumentException">There are no branches, so none could ever win.</exception>
    [OverloadResolutionPriority(1)]
    public static Task<RaceResult<T>> FirstSuccess<T>(IReadOnlyList<Func<Task<T>>> branches, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RaceNursery.Run(branches, true, null, file, line);
}
