using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="Async.NextFrame"/> returns: await it at once, once. Allocates nothing.</summary>
public readonly struct NextFrameAwaitable : ICriticalNotifyCompletion
{
    private readonly TaskContext _context;

    internal NextFrameAwaitable(TaskContext context) => _context = context;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static NextFrameAwaitable Begin(string file, int line)
    {
        var context = TaskContext.Required;
        var record = context.Record;
        if (Accounting.IsOn)
        {
            record.WaitKind = WaitKind.NextFrame;
            record.WaitLine = line;
            if (!ReferenceEquals(record.WaitFile, file))
            {
                record.ChangeWaitFile(file);
            }
        }

        return new NextFrameAwaitable(context);
    }

    /// <summary>Never: a frame lies between.</summary>
    /// <exception cref="InvalidOperationException">Asked on another thread than the loop's, or of a default value.</exception>
    public bool IsCompleted
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            WaitGuard.Verify(_context);
            return false;
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public NextFrameAwaitable GetAwaiter() => this;

    /// <summary>Part of the await pattern; throws when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void GetResult()
    {
        if (_context.IsCanceled)
        {
            _context.ThrowCanceled();
        }
    }

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(FlowedContinuation.Wrap(continuation));

    /// <summary>Part of the await pattern.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void UnsafeOnCompleted(Action continuation) => _context.Loop.EnqueueNextFrame(continuation, _context);

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(NextFrameAwaitable wait) => ToTask(wait);

    private static async Task ToTask(NextFrameAwaitable wait) => await wait;
}
