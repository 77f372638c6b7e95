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
    }

    // The time kept for the wheel may now be early; the next look at it puts that right.
    private void RemoveFromWheel(ref Cell cell)
    {
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

    /// <summary>Moves the waits whose slots have come by <paramref name="now"/> into the heap. False when it does not turn.</summary>
    private bool TurnWheel(double now)
    {
        var target = (long)(now * SlotsPerSecond);
        if (_slots.Length == 0)
        {
            _cursor = target;
            return false;
        }

        if (target <= _cursor)
        {
            return false;
        }

        var from = _cursor;
        _cursor = target;

        // Far slots first: their waits may be due within this very turn.
        var farTarget = target >> NearBits;
        var far = from >> NearBits;
        for (far = Math.Max(far + 1, farTarget - FarSlots + 1); far <= farTarget; far++)
        {
            Empty(NearSlots + (int)(far & (FarSlots - 1)));
        }

        var steps = Math.Min(target - from, NearSlots);
        var slot = (int)((target - steps + 1) & (NearSlots - 1));
        while (steps > 0)
        {
            var skipped = SkipEmpty(slot, (int)Math.Min(steps, NearSlots - slot));
            steps -= skipped;
            slot = (slot + skipped) & (NearSlots - 1);
            if (steps > 0)
            {
                // Waits of the next round may go right back into this slot, so it is left behind in any case.
                Empty(slot);
                steps--;
                slot = (slot + 1) & (NearSlots - 1);
            }
        }

        _wheelDue = FindWheelDue();
        return true;
    }

    // Each wait of the slot goes where it belongs as seen from the new cursor.
    private void Empty(int slot)
    {
        var index = _slots[slot];
        _slots[slot] = None;
        _occupied[slot >> 6] &= ~(1UL << slot);
        while (index != None)
        {
            ref var cell = ref _cells[index];
            var next = cell.Next;
            if (!TryAddToWheel(ref cell, index))
            {
                Push(index);
            }

            index = next;
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
