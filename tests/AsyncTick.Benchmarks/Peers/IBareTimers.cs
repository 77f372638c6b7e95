namespace AsyncTick.Benchmarks;

/// <summary>A timer queue with no guarantee beyond firing: the limit for a data structure.</summary>
public interface IBareTimers
{
    void Add(double due, Action continuation);

    void Fire(double now);
}
