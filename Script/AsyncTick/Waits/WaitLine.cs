using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>Waiters of one lock, event or task, first come first served; one that is canceled leaves from the middle. Loop thread only.</summary>
internal sealed class WaitLine
{
    private IntrusiveList<LineNode, LineNode.InLine> _nodes;

    public int Count { get; private set; }

    /// <summary>Called when a waiter has left before its turn, canceled or abandoned: those behind it may have theirs.</summary>
    public Action? Left { get; init; }

    public LineNode? First => _nodes.First;

    public void Enter(LineNode node)
    {
        node.Line = this;
        _nodes.AddLast(node);
        Count++;
    }

    public void Leave(LineNode node)
    {
        _nodes.Remove(node);
        node.Line = null;
        Count--;
    }

    /// <summary>Takes out who came first. The caller tells it: <see cref="WaitNode.MakeReady"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out LineNode? node)
    {
        node = First;
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
        for (var node = First; node is not null; node = IntrusiveList<LineNode, LineNode.InLine>.Next(node))
        {
            ids.Add(node.Waiter.Id);
        }

        return ids;
    }
}
