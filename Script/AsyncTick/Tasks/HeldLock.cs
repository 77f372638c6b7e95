namespace AsyncTick;

/// <summary>A lock's place among those that its holder holds, the latest first.</summary>
internal sealed class HeldLock(IHeldLock source)
{
    /// <summary>Whose list it is in.</summary>
    public WaiterState? Holder;
    private ListLink<HeldLock> _inTask;

    public IHeldLock Lock { get; } = source;

    public HeldLock? Next => _inTask.Next;

    /// <summary>The links of a task's list of locks.</summary>
    internal readonly struct InTask : IListLink<HeldLock>
    {
        public static ref ListLink<HeldLock> Of(HeldLock item) => ref item._inTask;
    }
}
