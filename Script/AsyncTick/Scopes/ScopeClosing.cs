namespace AsyncTick;

/// <summary>One cancellation of a scope: what closed it and the scopes below that were open, which all have this one.</summary>
/// <param name="reason">Why. Any thread.</param>
internal sealed class ScopeClosing(CancelReason reason)
{
    public CancelReason Reason => reason;

    /// <summary>Whether a start was refused because of it, so that a task may have ended with that. Loop thread only.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>A start is refused. Loop thread only.</summary>
    public ScopeClosing Refuse()
    {
        HasRefused = true;
        return this;
    }
}
