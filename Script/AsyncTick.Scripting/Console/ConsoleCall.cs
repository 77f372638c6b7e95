namespace AsyncTick.Scripting;

/// <summary>A command that was typed, for its <see cref="ConsoleHandler"/>. Loop thread.</summary>
/// <param name="Command">The command.</param>
/// <param name="Rest">What follows its name, without blanks around it.</param>
/// <param name="Output">Takes what the command has to say.</param>
public readonly record struct ConsoleCall(ConsoleCommand Command, string Rest, ConsoleOutput Output)
{
    /// <summary>Where a script lives that the command starts; null for the loop's root.</summary>
    public ScriptPlace? Place { get; init; }

    /// <summary>Answers, and the command is done.</summary>
    public Task<bool> Done(string text)
    {
        Output(LogVerbosity.Display, text);
        return Task.FromResult(true);
    }

    /// <summary>Says why it is not done.</summary>
    public Task<bool> Refuse(string text)
    {
        Output(LogVerbosity.Error, text);
        return Task.FromResult(false);
    }

    /// <summary>Says how the command is used, and it is not done.</summary>
    public Task<bool> RefuseUsage() => Refuse($"Usage: {Command.Usage}");

    /// <summary>
    /// Does a command's work in a task of the loop, so that it is listed and can be canceled while it lasts. Files that cannot be read and the like are
    /// the answer.
    /// </summary>
    internal Task<bool> InTask(GameLoop loop, string name, Func<Task<bool>> work)
    {
        var output = Output;
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = loop.Start(
            async () =>
            {
                try
                {
                    done.TrySetResult(await GuardAsync(output, work));
                }
                finally
                {
                    done.TrySetResult(false);
                }
            },
            name);
        return done.Task;
    }

    /// <summary>Runs what may meet a file that cannot be read, which is an answer and no fault.</summary>
    internal static async Task<bool> GuardAsync(ConsoleOutput output, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException or ObjectDisposedException)
        {
            output(LogVerbosity.Error, error.Message);
            return false;
        }
    }
}
