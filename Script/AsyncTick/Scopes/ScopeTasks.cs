namespace AsyncTick;

/// <summary>The tasks of one scope, in order of start. Loop thread only.</summary>
internal sealed class ScopeTasks
{
    private TaskRecord? _last;

    public TaskRecord? First { get; private set; }

    public int Count { get; private set; }

    public void Add(TaskRecord record)
    {
        record.Details.Previous = _last;
        if (_last is null)
        {
            First = record;
        }
        else
        {
            _last.Details.Next = record;
        }

        _last = record;
        Count++;
    }

    public void Remove(TaskRecord record)
    {
        var (previous, next) = (record.Details.Previous, record.Details.Next);
        if (previous is null)
        {
            First = next;
        }
        else
        {
            previous.Details.Next = next;
        }

        if (next is null)
        {
            _last = previous;
        }
        else
        {
            next.Details.Previous = previous;
        }

        Count--;
    }
}
