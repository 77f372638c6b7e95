namespace AsyncTick;

/// <summary>A wait in a <see cref="WaitLine"/>.</summary>
internal abstract class LineNode : WaitNode
{
    private ListLink<LineNode> _inLine;

    /// <summary>Where it stands; null before it has come and after it has left.</summary>
    public WaitLine? Line { get; set; }

    protected sealed override void Detach()
    {
        if (Line is { } line)
        {
            line.Leave(this);
            line.Left?.Invoke();
        }
    }

    /// <summary>The links of a line.</summary>
    internal readonly struct InLine : IListLink<LineNode>
    {
        public static ref ListLink<LineNode> Of(LineNode item) => ref item._inLine;
    }
}
