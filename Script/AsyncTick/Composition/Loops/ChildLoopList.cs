namespace AsyncTick;

/// <summary>The loops that scopes of one loop made and that have not ended. On that loop's thread.</summary>
internal sealed class ChildLoopList : IChildLoops
{
    public List<TransientLoop> Loops { get; } = [];

    public static ChildLoopList? Of(GameLoop loop) => (ChildLoopList?)loop.Children;

    public static void Add(GameLoop parent, TransientLoop child)
    {
        var children = Of(parent) ?? new ChildLoopList();
        parent.Children = children;
        children.Loops.Add(child);
    }

    public void Abandon()
    {
        foreach (var child in Loops.ToArray())
        {
            child.Abandon();
        }
    }
}
