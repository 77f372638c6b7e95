namespace AsyncTick;

/// <summary>Keeps idle objects for the next use, and can let go of those that a burst has left. Loop thread only.</summary>
internal interface ITrimmable
{
    /// <summary>Whether it holds so many that some may be more than are needed.</summary>
    bool HasSurplus { get; }

    /// <summary>Lets go of what has not been needed since the last call, at most so many. Returns how many that were.</summary>
    int Trim(int most);
}
