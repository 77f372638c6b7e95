namespace AsyncTick;

/// <summary>A host's profiler, as Unreal Insights, that shows named regions of time while they are told: see <see cref="LoopRegions"/>. Loop thread only; does not throw.</summary>
public interface IRegionSink
{
    /// <summary>A region begins.</summary>
    /// <param name="name">What is shown: the name of a task or of a script.</param>
    /// <returns>A number for <see cref="End"/>; 0 when nothing is traced, and then there is no end.</returns>
    ulong Begin(string name);

    /// <summary>A region ends. Regions may lie inside one another and need not end in the order of their begins.</summary>
    void End(ulong region);
}
