using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Long work in slices: so much of each frame and no more (UE5Coro's <c>FTickTimeBudget</c>).</summary>
public static class Slice
{
    /// <summary>
    /// Goes on at once while the calling task has held the game thread for less than so many milliseconds since it was last resumed, and with the next frame
    /// otherwise: <c>foreach (var item in items) { Work(item); await Slice.Next(1); }</c>. Ends with the task's scope. 0 bytes; a time stamp per call.
    /// </summary>
    /// <param name="milliseconds">The slice, in milliseconds of real time; with 0 each call waits for the next frame.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <remarks>
    /// Each task has its own slice; the loop's budget (<see cref="GameLoopOptions.BudgetSeconds"/>) stands over all of them. In a first step that the host starts outside of a
    /// frame there is no slice, and it goes on in the next frame.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="milliseconds"/> is negative or not a number.</exception>
    /// <exception cref="InvalidOperationException">Called outside a task.</exception>
    public static SliceAwaitable Next(double milliseconds, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!(milliseconds >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(milliseconds), milliseconds, "A slice needs a number of milliseconds, 0 or more.");
        }

        var context = TaskContext.Required;
        var isOver = !context.Loop.IsPumping || context.Loop.Meter.SecondsSinceLast * 1000 >= milliseconds;
        if (isOver)
        {
            context.Record.NoteWait(WaitKind.NextFrame, file, line);
        }

        return new SliceAwaitable(context, isOver);
    }
}
