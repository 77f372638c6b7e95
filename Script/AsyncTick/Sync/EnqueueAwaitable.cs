using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>What <see cref="AsyncQueue{T}.EnqueueAsync"/> returns: await it at once, once. Allocates nothing in steady state.</summary>
/// <typeparam name="T">The items.</typeparam>
[DebuggerDisplay("{_queue}")]
public readonly struct EnqueueAwaitable<T> : ICriticalNotifyCompletion
{
    private readonly AsyncQueue<T> _queue;
    private readonly TurnAwaitable _turn;
    private readonly T _item;

    internal EnqueueAwaitable(AsyncQueue<T> queue, TurnAwaitable turn, T item)
    {
        _queue = queue;
        _turn = turn;
        _item = item;
    }

    /// <inheritdoc cref="TurnAwaitable.IsCompleted"/>
    public bool IsCompleted => _turn.IsCompleted;

    /// <summary>Part of the await pattern.</summary>
    public EnqueueAwaitable<T> GetAwaiter() => this;

    /// <summary>Part of the await pattern: puts the item in. Throws, and puts nothing in, when the task was canceled meanwhile.</summary>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    /// <exception cref="InvalidOperationException">The queue takes no more items.</exception>
    public void GetResult() => _queue.Put(_item, _turn.End());

    /// <summary>Part of the await pattern.</summary>
    public void OnCompleted(Action continuation) => _turn.OnCompleted(continuation);

    /// <summary>Part of the await pattern.</summary>
    public void UnsafeOnCompleted(Action continuation) => _turn.UnsafeOnCompleted(continuation);

    /// <summary>The wait as a task within the calling one, so that <c>WhenAll</c> and <c>Race</c> take it as it stands. Allocates that task; await the wait itself where it stands alone.</summary>
    public static implicit operator Task(EnqueueAwaitable<T> wait) => ToTask(wait);

    private static async Task ToTask(EnqueueAwaitable<T> wait) => await wait;
}
