namespace AsyncTick;

/// <summary>Runs functions off the loop's thread (Python's <c>concurrent.futures.Executor</c>). Any thread.</summary>
public interface IExecutor
{
    /// <summary>Queues <paramref name="function"/>; the task ends with its result or its exception.</summary>
    Task<T> RunAsync<T>(Func<T> function);
}
