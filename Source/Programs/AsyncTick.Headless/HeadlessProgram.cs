namespace AsyncTick.Headless;

/// <summary>The headless host as a program, for its own executable and for the tool that holds it.</summary>
public static class HeadlessProgram
{
    /// <summary>Runs it on the calling thread, which becomes the game thread.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="name">What the program is called in its messages.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, string name)
    {
        GuardedOutput.Install();
        HeadlessOptions options;
        try
        {
            options = HeadlessOptions.Parse(args);
        }
        catch (FormatException error)
        {
            GuardedOutput.Error.WriteLine($"{name}: {error.Message} Try --help.");
            return ExitCodes.BadInput;
        }

        if (options.Help)
        {
            GuardedOutput.Out.WriteLine(HeadlessOptions.HelpText);
            return ExitCodes.Success;
        }

        if (options.Version)
        {
            GuardedOutput.Out.WriteLine($"{name} {typeof(HeadlessProgram).Assembly.GetName().Version?.ToString(3)}");
            return ExitCodes.Success;
        }

        try
        {
            var code = RunHost(options, name);
            ProcessEnd.Begin(name, code);
            return code;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            GuardedOutput.Error.WriteLine($"{name}: {problem.Message}");
            return ExitCodes.BadInput;
        }
    }

    private static int RunHost(HeadlessOptions options, string name)
    {
        using var file = options.LogFile.Length > 0 ? new LogFile(options.LogFile) : null;
        using HeadlessHost host = new(options, name, file);
        return host.Run();
    }
}
