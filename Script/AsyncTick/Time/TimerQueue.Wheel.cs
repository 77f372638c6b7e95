using System.Numerics;

namespace AsyncTick;

internal sealed unsafe partial class TimerQueue
{
    private const double SlotsPerSecond = 1000;
    private const int WheelFrom = 256;

    // Near slots hold a millisecond each and reach a minute ahead; each far slot holds one round of the near ones, and they reach three days.
    private const int NearBits = 16;
    private const int NearSlots = 1 << NearBits;
    private const int FarSlots = 1 << 12;
    private const int FirstNearPlace = -2;
    private const int FirstFarPlace = FirstNearPlace - NearSlots;

    private int[] _slots = [];
    private ulong[] _occupied = [];
    private long _cursor;
    private int _inWheel;
    private double _wheelDue = double.PositiveInfinity;

    private static int SlotOf(int place) => FirstNearPlace - place;

    private double DueOfPlace(in Cell cell) => cell.Place switch
    {
        >= 0 => cell.Due,
        > FirstFarPlace => SlotTime(Math.Floor(cell.Due * SlotsPerSecond)),
        _ => SlotTime(Math.Floor(cell.Due * SlotsPerSecond / NearSlots) * NearSlots),
    };

    // A hair early: rounding must never make it later than a wait in the slot.
    private static double SlotTime(double slot) => (slot - 1e-6) / SlotsPerSecond;

    private bool TryAddToWheel(ref Cell cell, int index)
    {
        if (_slots.Length == 0)
        {
            if (_heapCount < WheelFrom)
            {
                return false;
            }

            _slots = new int[NearSlots + FarSlots];
            Array.Fill(_slots, None);
            _occupied = new ulong[(NearSlots + FarSlots) / 64];
        }

        var due = cell.Due * SlotsPerSecond;
        if (!(due < _cursor + ((double)NearSlots * (FarSlots - 1))))
        {
            return false;
        }

        var slot = (long)due;
        if (slot <= _cursor)
        {
            return false;
        }

        if (slot < _cursor + NearSlots)
        {
            Link(ref cell, index, (int)(slot & (NearSlots - 1)));
        }
        else
        {
            Link(ref cell, index, NearSlots + (int)((slot >> NearBits) & (FarSlots - 1)));
        }

        _wheelDue = Math.Min(_wheelDue, DueOfPlace(in cell));
        return true;
    }

    private void Link(ref Cell cell, int index, int slot)
    {
        var head = _slots[slot];
        cell.Place = FirstNearPlace - slot;
        cell.Previous = None;
        cell.Next = head;
        if (head != None)
        {
            _cells[head].Previous = index;
        }
        else
        {
            _occupied[slot >> 6] |= 1UL << slot;
        }

        _slots[slot] = index;
        _inWheel++;
    }

    // The time kept for the wheel may now be early; the next look at it puts that right.
    private void RemoveFromWheel(ref Cell cell)
    {
        _inWheel--;
        if (cell.Next != None)
        {
            _cells[cell.Next].Previous = cell.Previous;
        }

        if (cell.Previous != None)
        {
            _cells[cell.Previous].Next = cell.Next;
        }
        else
        {
            var slot = SlotOf(cell.Place);
            _slots[slot] = cell.Next;
            if (cell.Next == None)
            {
                _occupied[slot >> 6] &= ~(1UL << slot);
            }
        }
    }

    private void RenumberWheel(int[] numbers)
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot] != None)
            {
                _slots[slot] = numbers[_slots[slot]];
            }
        }

        foreach (ref var cell in _cells.AsSpan(0, _cellCount))
        {
            if (cell.Place <= FirstNearPlace)
            {
                cell.Next = cell.Next == None ? None : numbers[cell.Next];
                cell.Previous = cell.Previous == None ? None : numbers[cell.Previous];
            }
        }
    }

    /// <summary>Moves waits whose slots have come by <paramref name="now"/> into the run, <see cref="DueWaits.Slice"/> or a few more. False when there were none.</summary>
    private bool TurnWheel(double now)
    {
        var target = (long)(now * SlotsPerSecond);
        if (_inWheel == 0)
        {
            _cursor = Math.Max(_cursor, target);
            _wheelDue = double.PositiveInfinity;
            return false;
        }

        var before = _inWheel;
        while (_cursor < target && _inWheel > 0 && before - _inWheel < DueWaits.Slice)
        {
            var slot = (int)((_cursor + 1) & (NearSlots - 1));
            if (slot == 0)
            {
                // A round begins: what was too far away to have a near slot gets one.
                _cursor++;
                Gather(slot);
                Spread(NearSlots + (int)((_cursor >> NearBits) & (FarSlots - 1)));
                continue;
            }

            var left = (int)Math.Min(target - _cursor, NearSlots - slot);
            var skipped = SkipEmpty(slot, left);
            _cursor += skipped;
            if (skipped < left)
            {
                _cursor++;
                Gather(slot + skipped);
            }
        }

        _wheelDue = FindWheelDue();
        Prefetch();
        return before != _inWheel;
    }

    // Of a near slot that has come.
    private void Gather(int slot)
    {
        var count = 0;
        for (var index = TakeSlot(slot); index != None; count++)
        {
            ref var cell = ref _cells[index];
            cell.Place = InRun;
            _run.Append(new DueRun.Entry(cell.Due, cell.Sequence, index));
            index = cell.Next;
        }

        _inWheel -= count;
        _run.SortLast(count);
    }

    // Each wait of a far slot goes where it belongs as seen from the cursor: into the near slots, or the heap for the first of them.
    private void Spread(int slot)
    {
        for (var index = TakeSlot(slot); index != None;)
        {
            ref var cell = ref _cells[index];
            var next = cell.Next;
            _inWheel--;
            if (!TryAddToWheel(ref cell, index))
            {
                Push(index);
            }

            index = next;
        }
    }

    private int TakeSlot(int slot)
    {
        var index = _slots[slot];
        _slots[slot] = None;
        _occupied[slot >> 6] &= ~(1UL << slot);
        return index;
    }

    /// <summary>
    /// With a hundred thousand waits what a due one touches is in no cache, and one link leads to the next: asking for all that come next at once waits
    /// once instead of for each. Hints only.
    /// </summary>
    public void Prefetch()
    {
        var ahead = _run.Ahead(DueWaits.Slice);
        foreach (ref readonly var entry in ahead)
        {
            CacheHint.Prefetch(ref _cells[entry.Cell].Node, 64);
        }

        foreach (ref readonly var entry in ahead)
        {
            if (_cells[entry.Cell].Node is { } node)
            {
                CacheHint.Prefetch(ref node.Waiter, 0);
                CacheHint.Prefetch(ref node.Continuation, 0);
            }
        }

        foreach (ref readonly var entry in ahead)
        {
            if (_cells[entry.Cell].Node?.Waiter is { } waiter)
            {
                CacheHint.Prefetch(ref waiter.State, 64);
            }
        }

        foreach (ref readonly var entry in ahead)
        {
            _cells[entry.Cell].Node?.Waiter?.State.Prefetch();
        }
    }

    /// <summary>How many slots from <paramref name="slot"/> on are empty, at most <paramref name="limit"/>.</summary>
    private int SkipEmpty(int slot, int limit)
    {
        var skipped = 0;
        while (skipped < limit)
        {
            var at = slot + skipped;
            var word = _occupied[at >> 6] >> at;
            if (word != 0)
            {
                return Math.Min(limit, skipped + BitOperations.TrailingZeroCount(word));
            }

            skipped += 64 - (at & 63);
        }

        return limit;
    }

    private double FindWheelDue()
    {
        var due = double.PositiveInfinity;
        var first = (int)((_cursor + 1) & (NearSlots - 1));
        var skipped = SkipEmpty(first, NearSlots - first);
        if (skipped == NearSlots - first)
        {
            skipped += SkipEmpty(0, first);
        }

        if (skipped < NearSlots)
        {
            due = SlotTime(_cursor + 1 + skipped);
        }

        var farFirst = (int)(((_cursor >> NearBits) + 1) & (FarSlots - 1));
        var farSkipped = SkipEmpty(NearSlots + farFirst, FarSlots - farFirst);
        if (farSkipped == FarSlots - farFirst)
        {
            farSkipped += SkipEmpty(NearSlots, farFirst);
        }

        return farSkipped == FarSlots ? due : Math.Min(due, SlotTime(((_cursor >> NearBits) + 1 + farSkipped) << NearBits));
    }
}
