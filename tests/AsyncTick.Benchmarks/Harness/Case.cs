namespace AsyncTick.Benchmarks;

/// <summary>One row of the table: a contender in one discipline. <see cref="Run"/> does a fixed amount of work and returns how many operations that was.</summary>
public abstract class Case(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>Nanoseconds per operation of each round.</summary>
    public List<double> Rounds { get; } = [];

    /// <summary>Bytes allocated on the measuring thread per operation in the last round.</summary>
    public double Bytes { get; set; }

    /// <summary>What this row has to reach; none for peers and limits.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>Whether it could be measured here.</summary>
    public bool IsAvailable => Rounds.Count > 0 && !Rounds.Any(double.IsNaN);

    /// <summary>Why it could not be, or a remark on how it was.</summary>
    public string Remark { get; protected set; } = "";

    /// <summary>A case that measures itself (another process, several threads) returns nanoseconds per operation here.</summary>
    public virtual double? MeasureItself() => null;

    public abstract long Run();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
