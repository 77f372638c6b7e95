namespace AsyncTick;

/// <summary>Idle wait nodes and queue entries of one loop, so that a wait allocates nothing in steady state. Loop thread only.</summary>
internal sealed class NodePools
{
    public Stack<UntilNode> Until { get; } = new();

    public Stack<FramesNode> Frames { get; } = new();

    public Stack<EventNode> Event { get; } = new();

    public Stack<TurnNode> Turn { get; } = new();

    public Stack<TaskEndNode> TaskEnd { get; } = new();

    public Stack<ForeignTaskEndNode> ForeignTaskEnd { get; } = new();

    public Stack<PostedWork> Posts { get; } = new();

    public TaskEndNode RentTaskEnd() => TaskEnd.TryPop(out var node) ? node : new TaskEndNode(this);

    public ForeignTaskEndNode RentForeignTaskEnd() => ForeignTaskEnd.TryPop(out var node) ? node : new ForeignTaskEndNode(this);

    public UntilNode RentUntil() => Until.TryPop(out var node) ? node : new UntilNode(this);

    public FramesNode RentFrames() => Frames.TryPop(out var node) ? node : new FramesNode(this);

    public EventNode RentEvent() => Event.TryPop(out var node) ? node : new EventNode(this);

    public PostedWork RentPost(object callback, object? state, Waiter waiter, bool isContinuation)
    {
        if (!Posts.TryPop(out var post))
        {
            post = new PostedWork();
        }

        post.Callback = callback;
        post.State = state;
        post.Waiter = waiter;
        post.IsContinuation = isContinuation;
        return post;
    }

    public TurnNode RentTurn() => Turn.TryPop(out var node) ? node : new TurnNode(this);
}
