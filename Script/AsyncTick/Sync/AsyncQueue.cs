using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Hands items from producers to consumers, first in first out (asyncio's <c>Queue</c>, Nito's <c>AsyncProducerConsumerQueue</c>). Consumers wait for
/// items, producers for room where there is a limit, each first come first served; who waited resumes in the same frame.
/// </summary>
/// <remarks>
/// A canceled <see cref="DequeueAsync"/> has taken no item, and a canceled <see cref="EnqueueAsync"/> has put none in. Those who wait are in the task list.
/// Loop thread only: from another thread use <c>loop.Post(() => queue.TryEnqueue(item))</c>.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncQueue<T> : ITurnSource
{
    private readonly Queue<T> _queue = new();
    private readonly TurnLine _consumers;
    private readonly TurnLine _producers;

    // Those who wait for an item to be there, and take none by that.
    private readonly TurnLine _lookers;
    private readonly Action _tellOne;

    // Items that no consumer has been promised, and places that no producer has.
    private readonly TurnCounter _items;
    private readonly TurnCounter _room;
    private readonly string _whenEmpty;
    private readonly string _whenFull;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="maxCount">How many items it holds at most.</param>
    /// <param name="name">What the task list calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCount"/> is not positive.</exception>
    public AsyncQueue(int maxCount = int.MaxValue, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        MaxCount = maxCount;
        _consumers = new TurnLine("queue", name);
        _producers = new TurnLine("queue", name);
        _lookers = new TurnLine("queue", name);
        _tellOne = TellOne;
        _items = new TurnCounter(_consumers, 0, spare: _tellOne);
        _room = new TurnCounter(_producers, maxCount);
        _whenEmpty = $"{_consumers.Label}, empty";
        _whenFull = $"{_consumers.Label}, full";
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _consumers.Name;

    /// <summary>How many items it holds at most.</summary>
    public int MaxCount { get; }

    /// <summary>How many items are in it; those that a consumer has been given and not yet taken are.</summary>
    public int Count => _queue.Count;

    /// <summary>Whether it takes no more items.</summary>
    public bool IsAddingCompleted { get; private set; }

    /// <summary>Whether it takes no more items and is empty.</summary>
    public bool IsCompleted => IsAddingCompleted && _queue.Count == 0;

    /// <summary>The ids of the tasks that wait for an item, in their order. Allocates.</summary>
    public IReadOnlyList<int> ConsumerIds => _consumers.TaskIds();

    /// <summary>The ids of the tasks that wait for room, in their order. Allocates.</summary>
    public IReadOnlyList<int> ProducerIds => _producers.TaskIds();

    /// <summary>Puts an item in when there is room; at once when there is. Ends with the task's scope, without the item. 0 bytes in steady state. In coroutines of one loop only.</summary>
    /// <exception cref="InvalidOperationException">The queue takes no more items; used on another loop than before, or outside a task.</exception>
    public EnqueueAwaitable<T> EnqueueAsync(T item, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = Join();
        return IsAddingCompleted ? throw Closed() : new EnqueueAwaitable<T>(this, _room.Wait(context, WaitKind.Queue, _whenFull, file, line), item);
    }

    /// <summary>Takes the first item; waits until there is one. Ends with the task's scope, without an item. 0 bytes in steady state. In coroutines of one loop only.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty, and no items will come; used on another loop than before, or outside a task.</exception>
    public DequeueAwaitable<T> DequeueAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = Join();
        return IsCompleted ? throw Empty() : new DequeueAwaitable<T>(this, _items.Wait(context, WaitKind.Queue, _whenEmpty, file, line));
    }

    /// <summary>
    /// Waits until there is an item that no consumer has been promised, and takes none: true, and up to the caller's next wait <see cref="TryDequeue"/> has it; false when no items
    /// will come. Those who wait in <see cref="DequeueAsync"/> have items first. Ends with the task's scope. 0 bytes in steady state, in optimized builds. Await it where it is
    /// called, once. In coroutines of one loop only.
    /// </summary>
    /// <remarks>Of several that wait here one is told at a time, first come first served; the next one when there is an item still, or again.</remarks>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task.</exception>
    /// <exception cref="GameTaskCanceledException">The task or its scope was canceled.</exception>
    public async PooledTask<bool> OutputAvailableAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = Join();
        while (!IsCompleted && (!_items.IsFree || context.IsCanceled))
        {
            await new TurnOrEndAwaitable(new TurnAwaitable(this, _lookers, context, TurnLine.Rent(context, WaitKind.Queue, _whenEmpty, file, line)));
        }

        if (_lookers.Count > 0)
        {
            // Behind the caller's step: if that leaves the item, the next one must know.
            ((ILoopThread)context.Loop).EnqueueCallback(_tellOne);
        }

        return !IsCompleted;
    }

    /// <summary>Puts an item in if there is room and no producer waits; false otherwise, and when the queue takes no more items.</summary>
    /// <exception cref="InvalidOperationException">Called on another thread than the loop's.</exception>
    public bool TryEnqueue(T item)
    {
        _producers.VerifyThread();
        if (IsAddingCompleted || !_room.TryTake())
        {
            return false;
        }

        Put(item, true);
        return true;
    }

    /// <summary>Takes the first item if there is one that no consumer has been promised.</summary>
    /// <exception cref="InvalidOperationException">Called on another thread than the loop's.</exception>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        _consumers.VerifyThread();
        if (!_items.TryTake())
        {
            item = default;
            return false;
        }

        item = TakeReserved();
        return true;
    }

    /// <summary>Takes items as they come, until the queue is completed: <c>await foreach (var item in queue.ReadAllAsync())</c>. Ends with the task's scope. 0 bytes per item.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        while (!IsCompleted && await new TurnOrEndAwaitable(_items.Wait(Join(), WaitKind.Queue, _whenEmpty, file, line)))
        {
            yield return TakeReserved();
        }
    }

    /// <summary>No more items are taken: producers that wait, and those that come, get an exception; consumers when the last item is gone (asyncio's <c>Queue.shutdown()</c>).</summary>
    /// <exception cref="InvalidOperationException">Called on another thread than the loop's.</exception>
    public void CompleteAdding()
    {
        _producers.VerifyThread();
        _consumers.VerifyThread();
        IsAddingCompleted = true;
        _producers.Close();
        CloseIfCompleted();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_consumers.Label}, {Count} items, {_consumers.Count} waiting for one, {_producers.Count} waiting for room";

    internal static InvalidOperationException Empty() => new("The queue is empty and takes no more items: CompleteAdding() has been called. To take items until then use 'await foreach (var item in queue.ReadAllAsync())'.");

    /// <summary>Takes the item that the caller has been promised.</summary>
    internal T TakeReserved()
    {
        var item = _queue.Dequeue();
        _room.Add(1);
        CloseIfCompleted();
        return item;
    }

    /// <summary>Puts an item into the place that the caller has been promised.</summary>
    internal void Put(T item, bool hasPlace)
    {
        if (!hasPlace || IsAddingCompleted)
        {
            throw Closed();
        }

        _queue.Enqueue(item);
        _items.Add(1);
    }

    private static InvalidOperationException Closed() => new("The queue takes no more items: CompleteAdding() has been called.");

    bool ITurnSource.TryTake() => false;

    void ITurnSource.Enter(TurnNode node, TaskContext context, Action continuation) => _lookers.Enter(node, context, continuation);

    void ITurnSource.GiveBack() => TellOne();

    // One is enough: it sends the next when it has looked.
    private void TellOne()
    {
        if (_items.IsFree)
        {
            _lookers.LetOneGo();
        }
    }

    private TaskContext Join()
    {
        _producers.Join();
        _lookers.Join();
        return _consumers.Join();
    }

    private void CloseIfCompleted()
    {
        if (IsCompleted)
        {
            _consumers.Close();
            _lookers.Close();
        }
    }
}
