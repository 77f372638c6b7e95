namespace AsyncTick;

/// <summary>Where a scope stands in its life.</summary>
public enum ScopeState
{
    /// <summary>It takes new tasks.</summary>
    Open,

    /// <summary>It was canceled: it takes no new tasks and waits for those it has.</summary>
    Closing,

    /// <summary>It was canceled and everything in it has ended.</summary>
    Closed,
}
