namespace AsyncTick;

/// <summary>Idle wait nodes and queue entries of one loop, so that a wait allocates nothing in steady state. Loop thread only.</summary>
internal sealed class NodePools
{
    /// <summary>Turns that were given to waiters which have not come for them yet.</summary>
    public IntrusiveList<TurnNode, TurnNode.InGranted> Granted;

    /// <param name="surplus">Called when one of the pools may hold more than is needed.</param>
    public NodePools(Action surplus)
    {
        Until = new Pool<UntilNode>(() => new UntilNode(this), surplus);
        Frames = new Pool<FramesNode>(() => new FramesNode(this), surplus);
        Event = new Pool<EventNode>(() => new EventNode(this), surplus);
        Turn = new Pool<TurnNode>(() => new TurnNode(this), surplus);
        TaskEnd = new Pool<TaskEndNode>(() => new TaskEndNode(this), surplus);
        ForeignTaskEnd = new Pool<ForeignTaskEndNode>(() => new ForeignTaskEndNode(this), surplus);
        Posts = new Pool<PostedWork>(static () => new PostedWork(), surplus);
    }

    public Pool<UntilNode> Until { get; }

    public Pool<FramesNode> Frames { get; }

    public Pool<EventNode> Event { get; }

    public Pool<TurnNode> Turn { get; }

    public Pool<TaskEndNode> TaskEnd { get; }

    public Pool<ForeignTaskEndNode> ForeignTaskEnd { get; }

    public Pool<PostedWork> Posts { get; }

    public PostedWork RentPost(object callback, object? state, Waiter waiter, bool isContinuation)
    {
        var post = Posts.Rent();
        post.Callback = callback;
        post.State = state;
        post.Waiter = waiter;
        post.IsContinuation = isContinuation;
        return post;
    }

    /// <summary>All of them.</summary>
    public ITrimmable[] All => [Until, Frames, Event, Turn, TaskEnd, ForeignTaskEnd, Posts];
}
