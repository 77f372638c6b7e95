using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncTick;

/// <summary>
/// A growable ring of work in order; entries can also be put back in front. An entry is one of five kinds: a
/// <see cref="TaskRecord"/> (resume that task), a <see cref="PostedWork"/>, a <see cref="PollNode"/>, a <see cref="RemoteBatch"/>, the loop's
/// <see cref="DueWaits"/>. Loop thread only.
/// </summary>
/// <remarks>
/// All are the loop's own pooled objects, so a slot need not be cleared when its entry is taken; and since an emptied ring begins
/// at slot 0 again, tasks that wait frame after frame find themselves in their old slots and the garbage collector's write barrier is
/// not paid.
/// </remarks>
internal sealed class WorkQueue(int capacity = 64) : ITrimmable
{
    // A power of two.
    private const int MostKept = 1024;

    private Slot[] _slots = new Slot[capacity];

    // Both count on and are taken modulo the capacity, a power of two.
    private uint _head;
    private uint _tail;

    private struct Slot
    {
        public object Work;
    }

    public int Count => (int)(_tail - _head);

    /// <summary>The number of the entry that comes next, for <see cref="Replace"/>.</summary>
    public uint End => _tail;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(object work)
    {
        var slots = _slots;
        var tail = _tail;
        if (tail - _head == (uint)slots.Length)
        {
            EnqueueGrowing(work);
            return;
        }

        _tail = tail + 1;
        ref var slot = ref At(slots, tail);
        if (!ReferenceEquals(slot.Work, work))
        {
            slot.Work = work;
        }
    }

    /// <summary>The next entry; the queue must not be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object Dequeue() => At(_slots, _head++).Work;

    /// <summary>Begins at slot 0 again, if nothing is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RewindIfEmpty()
    {
        if (_head == _tail)
        {
            _head = _tail = 0;
        }
    }

    /// <summary>Takes the next entries as they are now, one by one, without looking at the queue's end each time.</summary>
    public ref struct Stretch(WorkQueue queue)
    {
        private readonly Slot[] _slots = queue._slots;
        private uint _at = queue._head;

        /// <summary>The next entry; the caller counts, and nothing may have been put in front meanwhile.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public object Take()
        {
            var work = At(_slots, _at).Work;
            queue._head = ++_at;
            return work;
        }
    }

    // Masked, so always inside.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Slot At(Slot[] slots, uint index) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), (nint)(index & (uint)(slots.Length - 1)));

    /// <summary>Puts another entry in the place of one that has not been taken, and not been moved to another queue.</summary>
    public void Replace(uint number, object work) => At(_slots, number).Work = work;

    public void PushFront(object work)
    {
        var slots = Count == _slots.Length ? Move(_slots.Length * 2) : _slots;
        At(slots, --_head).Work = work;
    }

    /// <summary>Takes in what is due on the clocks of the loop whose ready work this is; of many a part, and what stands for the others.</summary>
    public void TakeDue(ClockSet clocks)
    {
        if (clocks.FireDue() is { } rest)
        {
            Enqueue(rest);
        }
    }

    /// <summary>Puts the next of what <paramref name="due"/> stands for in front, and it itself behind them if it has more. Of the ready work. Returns whether anything was put there.</summary>
    public bool Unfold(DueWaits due, FlightRecorder recorder)
    {
        recorder.BeginClocks();
        var before = _tail;
        if (due.MakeReady())
        {
            Enqueue(due);
        }

        var count = _tail - before;
        for (var left = count; left > 0; left--)
        {
            PushFront(At(_slots, --_tail).Work);
        }

        return count > 0;
    }

    /// <summary>Puts all of <paramref name="source"/> in front of what is here, keeping its order, and empties it.</summary>
    public void PrependAll(WorkQueue source)
    {
        while (source.Count > 0)
        {
            PushFront(At(source._slots, --source._tail).Work);
        }

        source.RewindIfEmpty();
    }

    /// <summary>Moves all of <paramref name="source"/> behind <paramref name="target"/>. The shorter of the two is copied, so either may be the other afterwards.</summary>
    public static void Join(ref WorkQueue target, ref WorkQueue source)
    {
        if (target.Count <= source.Count)
        {
            source.PrependAll(target);
            (target, source) = (source, target);
            source.RewindIfEmpty();
        }
        else
        {
            target.AppendAll(source);
        }
    }

    /// <summary>Takes all of <paramref name="source"/> in behind what is here and empties it.</summary>
    public void AppendAll(WorkQueue source)
    {
        while (source.Count > 0)
        {
            Enqueue(source.Dequeue());
        }

        source.RewindIfEmpty();
    }

    /// <summary>Never: it is looked at with the pools, from which its entries come.</summary>
    public bool HasSurplus => false;

    /// <summary>Lets go of room that is not needed now, and of what it still refers to. Not while a <see cref="Stretch"/> is taken. Returns 0.</summary>
    public int Trim(int most)
    {
        if (_slots.Length <= MostKept || Count > MostKept)
        {
            return 0;
        }

        Move(MostKept);
        return 0;
    }

    public void ForEach(Action<object> look)
    {
        for (var at = _head; at != _tail; at++)
        {
            look(At(_slots, at).Work);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnqueueGrowing(object work)
    {
        At(Move(_slots.Length * 2), _tail).Work = work;
        _tail++;
    }

    // Entries keep their numbers, so what is in the middle of a stretch goes on where it was.
    private Slot[] Move(int capacity)
    {
        var moved = new Slot[capacity];
        for (var at = _head; at != _tail; at++)
        {
            At(moved, at) = At(_slots, at);
        }

        return _slots = moved;
    }
}
