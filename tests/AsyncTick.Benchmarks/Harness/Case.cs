namespace AsyncTick.Benchmarks;

/// <summary>One row of the table: a contender in one discipline. <see cref="Run"/> does a fixed amount of work and returns how many operations that was.</summary>
public abstract class Case(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Nanoseconds per operation of each round.</summary>
    public List<double> Rounds { get; } = [];

    /// <summary>Bytes allocated on the measuring thread per operation in the last round.</summary>
    public double Bytes { get; set; }

    /// <summary>A case that measures itself (another process, several threads) returns nanoseconds per operation here.</summary>
    public virtual double? MeasureItself() => null;

    public abstract long Run();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
