namespace AsyncTick.Testing;

/// <summary>A post of another thread: when it was taken, for which task, and the name of the code that was posted.</summary>
internal readonly record struct PostEntry(long Frame, long Steps, int Task, string Code)
{
    /// <summary>Whether it is the same post in another run.</summary>
    public bool Is(in PostEntry other) => Task == other.Task && Code == other.Code;
}
