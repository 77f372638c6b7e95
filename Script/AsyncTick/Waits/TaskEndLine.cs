namespace AsyncTick;

/// <summary>Those who wait for the end of one task, in their order. Loop thread only.</summary>
internal sealed class TaskEndLine
{
    private TaskEndNode? _last;

    public TaskEndNode? First { get; private set; }

    public void Add(TaskEndNode node)
    {
        node.Line = this;
        node.Before = _last;
        if (_last is null)
        {
            First = node;
        }
        else
        {
            _last.Behind = node;
        }

        _last = node;
    }

    public void Remove(TaskEndNode node)
    {
        if (node.Before is null)
        {
            First = node.Behind;
        }
        else
        {
            node.Before.Behind = node.Behind;
        }

        if (node.Behind is null)
        {
            _last = node.Before;
        }
        else
        {
            node.Behind.Before = node.Before;
        }

        node.Before = node.Behind = null;
        node.Line = null;
    }
}
