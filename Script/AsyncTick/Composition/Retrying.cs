namespace AsyncTick;

/// <summary>Tries an operation as a <see cref="RetryPolicy"/> says.</summary>
internal static class Retrying
{
    public static async Task<T> Run<T>(RetryPolicy policy, Func<int, Task<T>> operation, string? name, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.Attempts, 1, "policy.Attempts");
        var context = TaskContext.Required;
        for (var attempt = 1; ; attempt++)
        {
            double wait;
            try
            {
                return await (operation(attempt) ?? throw NullTask());
            }
            catch (Exception fault) when (attempt < policy.Attempts && !context.IsCanceled && fault is not GameTaskCanceledException)
            {
                if (!ShouldRetry(policy, fault))
                {
                    throw;
                }

                wait = policy.Backoff.Delay(attempt, policy.Random.NextDouble());
                if (context.Loop.Log.IsEnabled(LogVerbosity.Verbose))
                {
                    context.Loop.Log.Write(LogVerbosity.Verbose, $"{name ?? TaskName.FromExpression(expression)} failed (try {attempt} of {policy.Attempts}), next try in {DurationText.Of(wait)}: {ExceptionText.MessageLine(fault)}");
                }
            }

            var status = context.Record.Details.Status;
            context.Record.Details.Status = $"try {attempt + 1} of {policy.Attempts} follows";
            try
            {
                await DelayAwaitable.Begin(wait, default, policy.Clock, file, line);
            }
            finally
            {
                context.Record.Details.Status = status;
            }
        }
    }

    // Not asked in an exception filter, which takes an exception for a no and swallows it.
    private static bool ShouldRetry(RetryPolicy policy, Exception fault)
    {
        try
        {
            return policy.ShouldRetry?.Invoke(fault) != false;
        }
        catch (Exception second)
        {
            throw new AggregateException($"RetryPolicy.ShouldRetry itself has failed ({second.GetType().Name}), so there is no further try after this {fault.GetType().Name}.", second, fault);
        }
    }

    public static Task Run(RetryPolicy policy, Func<int, Task> operation, string? name, string expression, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Run<object?>(
            policy,
            async attempt =>
            {
                await (operation(attempt) ?? throw NullTask());
                return null;
            },
            name,
            expression,
            file,
            line);
    }

    private static InvalidOperationException NullTask() => new("The function that was to be tried returned null instead of a task.");
}
