using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AsyncTick;

/// <summary>
/// A growable ring of work in order; entries can also be put back in front. An entry is one of four kinds: a
/// <see cref="TaskRecord"/> (resume that task), a <see cref="PostedWork"/>, a <see cref="PollNode"/>, a <see cref="RemoteBatch"/>. Loop
/// thread only.
/// </summary>
/// <remarks>
/// All four are the loop's own pooled objects, so a slot need not be cleared when its entry is taken; and since an emptied ring begins
/// at slot 0 again, tasks that wait frame after frame find themselves in their old slots and the garbage collector's write barrier is
/// not paid.
/// </remarks>
internal sealed class WorkQueue(int capacity = 64)
{
    private const int FarAhead = 8;
    private const int NearAhead = 4;

    private Slot[] _slots = new Slot[capacity];
    private int _head;
    private int _count;

    private struct Slot
    {
        public object Work;
    }

    public int Count => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(object work)
    {
        var slots = _slots;
        if (_count == slots.Length)
        {
            slots = Grow(1);
        }

        ref var slot = ref slots[(_head + _count) & (slots.Length - 1)];
        if (!ReferenceEquals(slot.Work, work))
        {
            slot.Work = work;
        }

        _count++;
    }

    /// <summary>The next entry; the queue must not be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object Dequeue()
    {
        var slots = _slots;
        var head = _head;
        _head = --_count == 0 ? 0 : (head + 1) & (slots.Length - 1);
        return slots[head].Work;
    }

    /// <summary>
    /// Asks the processor for what the entries after the next will touch. With thousands of tasks their memory is not in its caches, and
    /// waiting for it would cost more than running them. Hints only: a stale slot does no harm.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void PrefetchAhead()
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        var slots = _slots;
        var mask = slots.Length - 1;
        ref var far = ref slots[(_head + FarAhead) & mask];
        Sse.Prefetch0(*(void**)Unsafe.AsPointer(ref far));
        Sse.Prefetch0(*(byte**)Unsafe.AsPointer(ref far) + 64);
        if (slots[(_head + NearAhead) & mask].Work is TaskRecord near)
        {
            Sse.Prefetch0(AddressOf(near.Context));
            Sse.Prefetch0(AddressOf(near.OwnContinuation));
            Sse.Prefetch0(AddressOf(near.Task));
            Sse.Prefetch0((byte*)AddressOf(near.Task) + 64);
        }
    }

    // The object may be moved at any time; as a hint the address is good enough.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void* AddressOf(object? target) => *(void**)Unsafe.AsPointer(ref target);

    public void PushFront(object work)
    {
        var slots = _count == _slots.Length ? Grow(1) : _slots;
        _head = (_head - 1) & (slots.Length - 1);
        slots[_head].Work = work;
        _count++;
    }

    /// <summary>Puts all of <paramref name="source"/> in front of what is here, keeping its order, and empties it.</summary>
    public void PrependAll(WorkQueue source)
    {
        while (source._count > 0)
        {
            PushFront(source._slots[(source._head + --source._count) & (source._slots.Length - 1)].Work);
        }

        source._head = 0;
    }

    /// <summary>Takes all of <paramref name="source"/> in behind what is here and empties it.</summary>
    public void AppendAll(WorkQueue source)
    {
        while (source._count > 0)
        {
            Enqueue(source.Dequeue());
        }
    }

    public void ForEach(Action<object> look)
    {
        for (var i = 0; i < _count; i++)
        {
            look(_slots[(_head + i) & (_slots.Length - 1)].Work);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot[] Grow(int extra)
    {
        var grown = new Slot[BitOperations.RoundUpToPowerOf2((uint)(_count + extra))];
        var first = Math.Min(_count, _slots.Length - _head);
        Array.Copy(_slots, _head, grown, 0, first);
        Array.Copy(_slots, 0, grown, first, _count - first);
        _head = 0;
        return _slots = grown;
    }
}
