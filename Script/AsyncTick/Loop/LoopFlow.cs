using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// What the code of a loop carries along by its <see cref="ExecutionContext"/> wherever it goes, to a timer, another thread, a process's event: whose it is.
/// All tasks of a loop share one such context, so that a step pays nothing for it; who the task is goes along only where a task leaves by a
/// way of this library, which knows it.
/// </summary>
internal sealed class LoopFlow
{
    private static readonly AsyncLocal<object?> Carried = new();
    private static readonly ExecutionContext Empty = FindEmpty();

    // Weak: what captures the values may live longer than the loop, and tables of the loop's own hold what captured them.
    private readonly WeakReference _mark;
    private readonly ConditionalWeakTable<ExecutionContext, ExecutionContext> _widened = [];

    private ExecutionContext? _outerValues;

    public LoopFlow(object owner)
    {
        _mark = new WeakReference(owner);
        ExecutionContext? values = null;
        ExecutionContext.Run(
            Empty,
            _ =>
            {
                Carried.Value = _mark;
                values = ExecutionContext.Capture();
            },
            null);
        Values = values!;
    }

    /// <summary>Whose code runs, as its flow says: a loop, or one of its tasks; null for neither.</summary>
    public static object? Origin => Carried.Value is WeakReference loop ? loop.Target : Carried.Value;

    /// <summary>What the loop's code carries that has no values of its own.</summary>
    public ExecutionContext Values { get; }

    /// <summary>Runs a function in the name of a task, off the loop's thread.</summary>
    public static T RunAs<T>(object task, Func<T> function)
    {
        var outer = Carried.Value;
        Carried.Value = task;
        try
        {
            return function();
        }
        finally
        {
            Carried.Value = outer;
        }
    }

    /// <summary>What the calling thread carries beyond what the loop's code does anyhow; null for nothing. Any thread.</summary>
    public ExecutionContext? Capture() =>
        ExecutionContext.Capture() is { } values && !ReferenceEquals(values, Values) && !ReferenceEquals(values, Empty) ? values : null;

    /// <summary>What runs now is the loop's code, and what it starts is to be known as that. Only where the thread's values are put back later.</summary>
    public void Mark()
    {
        if (!ReferenceEquals(Carried.Value, _mark))
        {
            Carried.Value = _mark;
        }
    }

    /// <summary>Code of the loop is about to run outside of its frames, and sees what its caller carries. Returns what <see cref="Leave"/> puts back.</summary>
    /// <param name="thread">The calling thread; null for what can be done in public.</param>
    public ExecutionContext? Enter(Thread? thread)
    {
        if (DirectResume.TryEnterValues(Values, thread, out var nothing))
        {
            return nothing;
        }

        if (ReferenceEquals(Carried.Value, _mark) || ExecutionContext.Capture() is not { } outer)
        {
            return null;
        }

        ExecutionContext.Restore(ReferenceEquals(outer, Empty) ? Values : _widened.TryGetValue(outer, out var widened) ? widened : _widened.GetValue(outer, Widen));
        return outer;
    }

    /// <summary>Restores what the thread carried before <see cref="Enter"/>.</summary>
    public void Leave(ExecutionContext? outer, Thread? thread)
    {
        if (outer is not null && !DirectResume.TryLeaveValues(Values, thread, outer))
        {
            ExecutionContext.Restore(outer);
        }
    }

    /// <summary>A callback may leave values on the thread: they are not those of the next one, nor of a task that it starts.</summary>
    /// <param name="thread">The calling thread; null for what can be done in public.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DropLeft(Thread? thread)
    {
        if (!DirectResume.CarriesOnly(Values, thread))
        {
            Restore();
        }
    }

    /// <summary>Takes away what a callback has left behind, which is not the tasks': a thread without it lets them resume directly. Returns whether they can.</summary>
    /// <param name="thread">The calling thread; null for what can be done in public.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool EnterDirectly(Thread? thread)
    {
        _outerValues = DirectResume.DropValues(Values, thread);
        return _outerValues is not null;
    }

    /// <summary>Puts back what <see cref="EnterDirectly"/> has taken away.</summary>
    public void LeaveDirectly()
    {
        if (_outerValues is not null)
        {
            ExecutionContext.Restore(_outerValues);
            _outerValues = null;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Restore()
    {
        // A host that pumps with its flow suppressed keeps it so: in public that cannot be told from no values, nor put back.
        if (!ExecutionContext.IsFlowSuppressed() && !ReferenceEquals(ExecutionContext.Capture(), Values))
        {
            ExecutionContext.Restore(Values);
        }
    }

    private ExecutionContext Widen(ExecutionContext outer)
    {
        ExecutionContext? widened = null;
        ExecutionContext.Run(
            outer,
            _ =>
            {
                Carried.Value = _mark;
                widened = ExecutionContext.Capture();
            },
            null);
        return widened!;
    }

    // What a thread carries that nothing was given: there is no public name for it.
    private static ExecutionContext FindEmpty()
    {
        ExecutionContext? empty = null;
        var fresh = new Thread(() => empty = ExecutionContext.Capture()) { IsBackground = true };
        fresh.UnsafeStart();
        fresh.Join();
        return empty!;
    }
}
