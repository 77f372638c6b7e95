namespace AsyncTick;

internal sealed unsafe partial class TimerQueue
{
    private const int Arity = 4;
    private int[] _heap = new int[16];
    private int _heapCount;

    private static bool IsBefore(in Cell a, in Cell b) => a.Due < b.Due || (a.Due == b.Due && a.Sequence < b.Sequence);

    private void Push(int index)
    {
        if (_heapCount == _heap.Length)
        {
            Array.Resize(ref _heap, _heap.Length * 2);
        }

        SiftUp(index, _heapCount++);
    }

    private void RemoveFromHeap(int place)
    {
        var last = _heap[--_heapCount];
        if (place == _heapCount)
        {
            return;
        }

        if (place > 0 && IsBefore(in _cells[last], in _cells[_heap[(place - 1) / Arity]]))
        {
            SiftUp(last, place);
        }
        else
        {
            SiftDown(last, place);
        }
    }

    private void SiftUp(int index, int place)
    {
        var heap = _heap;
        var cells = _cells;
        while (place > 0)
        {
            var parentPlace = (place - 1) / Arity;
            var parent = heap[parentPlace];
            if (!IsBefore(in cells[index], in cells[parent]))
            {
                break;
            }

            heap[place] = parent;
            cells[parent].Place = place;
            place = parentPlace;
        }

        heap[place] = index;
        cells[index].Place = place;
    }

    private void SiftDown(int index, int place)
    {
        var heap = _heap;
        var cells = _cells;
        while (true)
        {
            var child = (place * Arity) + 1;
            if (child >= _heapCount)
            {
                break;
            }

            var best = child;
            var end = Math.Min(child + Arity, _heapCount);
            while (++child < end)
            {
                if (IsBefore(in cells[heap[child]], in cells[heap[best]]))
                {
                    best = child;
                }
            }

            if (!IsBefore(in cells[heap[best]], in cells[index]))
            {
                break;
            }

            heap[place] = heap[best];
            cells[heap[place]].Place = place;
            place = best;
        }

        heap[place] = index;
        cells[index].Place = place;
    }
}
