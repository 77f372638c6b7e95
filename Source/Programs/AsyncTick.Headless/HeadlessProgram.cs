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
            Console.Error.WriteLine($"{name}: {error.Message} Try --help.");
            return ExitCodes.BadInput;
        }

        if (options.Help)
        {
            Console.WriteLine(HeadlessOptions.HelpText);
            return ExitCodes.Success;
        }

        using HeadlessHost host = new(options);
        return host.Run();
    }
}
