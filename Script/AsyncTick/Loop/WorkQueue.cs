using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>A growable ring of work in order; entries can also be put back in front. Loop thread only.</summary>
internal sealed class WorkQueue(int capacity = 64)
{
    private WorkItem[] _items = new WorkItem[capacity];
    private int _head;
    private int _count;

    public int Count => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(object callback, object? state, TaskContext context)
    {
        var items = _items;
        if (_count == items.Length)
        {
            items = Grow(1);
        }

        ref var slot = ref items[(_head + _count) & (items.Length - 1)];
        slot.Callback = callback;
        slot.State = state;
        slot.Context = context;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WorkItem Dequeue()
    {
        ref var slot = ref _items[_head];
        var item = slot;
        slot = default;
        _head = (_head + 1) & (_items.Length - 1);
        _count--;
        return item;
    }

    /// <summary>Takes all of <paramref name="source"/> in behind what is here.</summary>
    public void EnqueueAll(ReadOnlySpan<WorkItem> source)
    {
        var items = _count + source.Length > _items.Length ? Grow(source.Length) : _items;
        var tail = (_head + _count) & (items.Length - 1);
        var first = Math.Min(source.Length, items.Length - tail);
        source[..first].CopyTo(items.AsSpan(tail));
        source[first..].CopyTo(items);
        _count += source.Length;
    }

    /// <summary>Puts all of <paramref name="source"/> in front of what is here, keeping its order, and empties it.</summary>
    public void PrependAll(WorkQueue source)
    {
        var items = _count + source._count > _items.Length ? Grow(source._count) : _items;
        while (source._count > 0)
        {
            ref var last = ref source._items[(source._head + source._count - 1) & (source._items.Length - 1)];
            _head = (_head - 1) & (items.Length - 1);
            items[_head] = last;
            last = default;
            source._count--;
            _count++;
        }
    }

    /// <summary>Takes all of <paramref name="source"/> in behind what is here and empties it.</summary>
    public void AppendAll(WorkQueue source)
    {
        var items = _count + source._count > _items.Length ? Grow(source._count) : _items;
        while (source._count > 0)
        {
            items[(_head + _count) & (items.Length - 1)] = source.Dequeue();
            _count++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WorkItem[] Grow(int extra)
    {
        var grown = new WorkItem[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_count + extra))];
        var first = Math.Min(_count, _items.Length - _head);
        Array.Copy(_items, _head, grown, 0, first);
        Array.Copy(_items, 0, grown, first, _count - first);
        _head = 0;
        return _items = grown;
    }
}
