using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>Waiters of one lock or event, first come first served; one that is cancelled leaves from the middle. Loop thread only.</summary>
internal sealed class WaitLine
{
    private LineNode? _first;
    private LineNode? _last;

    public int Count { get; private set; }

    public bool IsEmpty => _first is null;

    public void Enter(LineNode node)
    {
        node.Line = this;
        node.Before = _last;
        if (_last is null)
        {
            _first = node;
        }
        else
        {
            _last.Behind = node;
        }

        _last = node;
        Count++;
    }

    public void Leave(LineNode node)
    {
        if (node.Before is null)
        {
            _first = node.Behind;
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
        Count--;
    }

    /// <summary>Takes out who came first. The caller tells it: <see cref="WaitNode.MakeReady"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out LineNode? node)
    {
        node = _first;
        if (node is null)
        {
            return false;
        }

        Leave(node);
        return true;
    }

    /// <summary>The ids of the tasks that wait, in their order.</summary>
    public List<int> TaskIds()
    {
        var ids = new List<int>(Count);
        for (var node = _first; node is not null; node = node.Behind)
        {
            ids.Add(node.Waiter.Id);
        }

        return ids;
    }
}
