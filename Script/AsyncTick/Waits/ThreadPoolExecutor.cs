using System.Diagnostics;

namespace AsyncTick;

/// <summary>Runs functions on the thread pool, at most so many at a time; the rest wait in order. Any thread.</summary>
[DebuggerDisplay("at most {MaxWorkers} at a time")]
public sealed class ThreadPoolExecutor : IExecutor
{
    private readonly TaskFactory _factory;

    /// <summary>Makes an executor that runs at most <paramref name="maxWorkers"/> functions at a time; by default as many as the machine has processors.</summary>
    public ThreadPoolExecutor(int? maxWorkers = null)
    {
        MaxWorkers = maxWorkers ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxWorkers, nameof(maxWorkers));
        _factory = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, MaxWorkers).ConcurrentScheduler);
    }

    /// <summary>How many functions run at a time.</summary>
    public int MaxWorkers { get; }

    /// <inheritdoc/>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return _factory.StartNew(function, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _factory.Scheduler!);
    }
}
