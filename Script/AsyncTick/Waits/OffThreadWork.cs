namespace AsyncTick;

/// <summary>Counts code that has left its loop's thread by a way of this library, for tests that wait until it is back. Any thread.</summary>
internal sealed class OffThreadWork
{
    private int _count;

    /// <summary>What it posts before it is back is seen by a thread that reads 0 here.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Leave() => Interlocked.Increment(ref _count);

    public void Return() => Interlocked.Decrement(ref _count);
}
