namespace AsyncTick;

/// <summary>A lock's place among those that its holder holds.</summary>
internal sealed class HeldLock(IHeldLock source)
{
    public HeldLock? Previous;
    public HeldLock? Next;

    /// <summary>Whose list it is in.</summary>
    public WaiterState? Holder;

    public IHeldLock Lock { get; } = source;
}
