namespace AsyncTick;

/// <summary>What is posted in place of something else, which it runs.</summary>
internal interface IWrappedPost
{
    /// <summary>The other: a delegate, or what one is called with.</summary>
    object Code { get; }
}
