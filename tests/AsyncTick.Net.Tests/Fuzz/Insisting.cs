namespace AsyncTick.Net.Tests;

/// <summary>Operations that are canceled at random points and tried again.</summary>
internal static class Insisting
{
    /// <summary>Tried, and canceled after a random number of frames, until it succeeds.</summary>
    public static async Task Insist(Random random, Func<Task> operation)
    {
        while (!await Once(random, operation))
        {
        }
    }

    /// <summary>Whether it has succeeded before it was canceled.</summary>
    public static async Task<bool> Once(Random random, Func<Task> operation)
    {
        var task = Async.Start(operation, "operation");
        for (var frames = random.Next(0, 6); frames > 0 && !task.IsCompleted; frames--)
        {
            await Async.NextFrame();
        }

        task.Cancel();
        await task.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (task.Task.IsFaulted)
        {
            await task;
        }

        return task.Task.IsCompletedSuccessfully;
    }
}
