namespace AsyncTick.Net;

/// <summary>One waiter's place in the line of a <see cref="FrameQuota"/>; used again for its next wait. Game thread only.</summary>
internal sealed class QuotaTurn
{
    public QuotaTurn(IWakeable waiter)
    {
        Waiter = waiter;
        Place = new LinkedListNode<QuotaTurn>(this);
    }

    /// <summary>Woken when its turn comes, or the quota ends.</summary>
    public IWakeable Waiter { get; }

    /// <summary>In the line while its <see cref="LinkedListNode{T}.List"/> is set.</summary>
    public LinkedListNode<QuotaTurn> Place { get; }

    /// <summary>It was given and not used yet.</summary>
    public bool IsGranted { get; set; }

    /// <summary>The quota's scope ended while it stood in the line.</summary>
    public bool IsDropped { get; set; }
}
