namespace AsyncTick.Benchmarks;

/// <summary>A context whose frames the benchmark drives.</summary>
public interface IPeerPump
{
    void Pump();

    /// <summary>Runs what is there; returns how much that was.</summary>
    int DrainAll();
}
