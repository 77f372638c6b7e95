using AsyncTick.Headless;

GuardedOutput.Install();
HeadlessOptions options;
try
{
    options = HeadlessOptions.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"AsyncTick.Headless: {error.Message} Try --help.");
    return ExitCodes.BadInput;
}

if (options.Help)
{
    Console.WriteLine(HeadlessOptions.HelpText);
    return ExitCodes.Success;
}

using HeadlessHost host = new(options);
return host.Run();
