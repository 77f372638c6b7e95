using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="AsyncQueue{T}.DequeueAsync"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
/// <typeparam name="T">The items.</typeparam>
[DebuggerDisplay("{_queue}")]
public readonly struct DequeueAwaitable<T> : ICriticalNotifyCompletion
{
    private readonly AsyncQueue<T> _queue;
    private readonly TurnAwaitable _turn;

    internal DequeueAwaitable(AsyncQueue<T> queue, TurnAwaitable turn)
    {
        _queue = queue;
        _turn = turn;
    }

    /// <inheritdoc cref="TurnAwaitable.IsCompleted"/>
    public bool IsCompleted => _turn.IsCompleted;

    /// <summary>Part of the await pattern.</summary>
    public DequeueAwaitable<T> GetAwaiter() => this;

    /// <summary>Part of the await pattern: takes the item out. Throws, and takes none, when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    /// <exception cref="InvalidOperationException">The queue is empty, and no items will come.</exception>
    public T GetResult() => _turn.End() ? _queue.TakeReserved() : throw AsyncQueue<T>.Empty();

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => _turn.OnCompleted(continuation);

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _turn.UnsafeOnCompleted(continuation);

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task<T>(DequeueAwaitable<T> wait) => ToTask(wait);

    private static async Task<T> ToTask(DequeueAwaitable<T> wait) => await wait;
}
