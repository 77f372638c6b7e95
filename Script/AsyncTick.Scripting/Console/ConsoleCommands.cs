namespace AsyncTick.Scripting;

/// <summary>
/// The console commands, the same in the editor and in the headless host: run, evaluate, list, cancel, pause, watch, look inside. Loop thread only. Knows
/// neither engine nor terminal: lines come in, text goes out.
/// </summary>
public sealed partial class ConsoleCommands
{
    private const string Prefix = "AsyncTick.";

    private readonly ScriptHost _scripts;
    private readonly ConsoleOptions _options;
    private readonly FaultMemory _faults;
    private readonly Dictionary<string, Entry> _commands = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the commands for a host of scripts and its loop.</summary>
    public ConsoleCommands(ScriptHost scripts, ConsoleOptions? options = null)
    {
        _scripts = scripts;
        _options = options ?? new ConsoleOptions();
        _faults = new FaultMemory(scripts.Loop);
        Add("Run", "<script> [-keep] [arguments]", "Compiles and starts a script. A running copy is cancelled first; -keep leaves it.", Run);
        Add("Eval", "<C#>|@<file.cs>|-reset", "Evaluates an expression or runs statements, from a file if need be; await works, and what is declared stays until -reset.", Evaluate, isCode: true);
        Add("List", "[-ended]", "Lists all tasks: scope, state, age, what they wait on and where. With -ended the last ones that have ended.", List);
        Add("Cancel", "<id|name>", "Cancels a task by id or name, or a script by the name of its file.", Cancel);
        Add("CancelAll", "", "Cancels all tasks, those of scripts included.", CancelAll);
        Add("Watch", "<script> [arguments]", "Runs a script now and again whenever its file changes. Cancel it by the name 'Watch <script>'.", Watch);
        Add("Pause", "<id|name>", "Lets a task, a script or a scope rest; what it waits for is delivered when it is resumed.", Pause);
        Add("Resume", "<id|name>", "Lets what was paused go on.", Resume);
        Add("Stats", "", "Shows what the loop, the scripts and memory are doing: backlog, frames over budget, the longest waits.", Stats);
        Add("KeepAlive", "", "Shows what keeps the loop alive: tasks by scope, locks, timers, child loops.", KeepAlive);
        Add("Locks", "", "Lists the locks that tasks hold, and who waits for them.", Locks);
        Add("Faults", "[number]", "Lists the last faults, or shows the stack of one.", Faults);
        Add("Dump", "[file]", "Writes everything about the loop and its tasks as JSON, into a file or here.", Dump);
        Add("Help", "[command]", "Lists the commands, or says more about one.", Help);
    }

    /// <summary>All commands, in the order in which help lists them. Any thread.</summary>
    public IReadOnlyList<ConsoleCommand> Commands => [.. _commands.Values.Select(entry => entry.Command)];

    private delegate Task<bool> Handler(string rest, ConsoleOutput output);

    /// <summary>Whether this is the name of a command, with or without <c>AsyncTick.</c>, in any case. Any thread.</summary>
    public bool IsCommand(string word) => Find(word) is not null;

    /// <summary>Splits a line such as <c>AsyncTick.Run Timers.cs; AsyncTick.List</c> into its commands. Any thread.</summary>
    public IReadOnlyList<string> SplitCommands(string line) =>
        CommandLineText.SplitCommands(line, IsCommand, word => Find(word) is { IsCode: true });

    /// <summary>
    /// Executes one line. Most commands are done when this returns; starting a script and evaluating take frames, and write their output then.
    /// </summary>
    /// <returns>Whether the command did what was asked; never faulted. An empty line does nothing, well.</returns>
    public Task<bool> ExecuteAsync(string line, ConsoleOutput output)
    {
        line = line.Trim();
        if (line.Length == 0)
        {
            return Task.FromResult(true);
        }

        string word = CommandLineText.FirstWord(line);
        if (Find(word) is not { } entry)
        {
            return Refuse(output, $"'{word}' is not a command. Type help for the list.");
        }

        try
        {
            return entry.Handler(line[word.Length..].Trim(), output);
        }
        catch (Exception error) when (error is FormatException or IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return Refuse(output, error.Message);
        }
    }

    private static Task<bool> Done(ConsoleOutput output, string text)
    {
        output(LogVerbosity.Display, text);
        return Task.FromResult(true);
    }

    private static Task<bool> Refuse(ConsoleOutput output, string text)
    {
        output(LogVerbosity.Error, text);
        return Task.FromResult(false);
    }

    private static Task<bool> RefuseUsage(ConsoleOutput output, ConsoleCommand command) =>
        Refuse(output, $"Usage: {command.Name} {command.Parameters}".TrimEnd());

    private void Add(string name, string parameters, string help, Handler handler, bool isCode = false) =>
        _commands.Add(name, new Entry(new ConsoleCommand(Prefix + name, parameters, help), handler, isCode));

    private Entry? Find(string word)
    {
        string name = word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? word[Prefix.Length..] : word;
        return _commands.GetValueOrDefault(name);
    }

    private Task<bool> Help(string rest, ConsoleOutput output)
    {
        if (rest.Length > 0)
        {
            return Find(rest) is { Command: { } command }
                ? Done(output, $"{command.Name} {command.Parameters}".TrimEnd() + "\n  " + command.Help)
                : Refuse(output, $"'{rest}' is not a command. Type help for the list.");
        }

        int width = Commands.Max(each => each.Name.Length + each.Parameters.Length) + 3;
        return Done(output, string.Join('\n', Commands.Select(each => $"{each.Name} {each.Parameters}".PadRight(width) + each.Help)));
    }

    private sealed record Entry(ConsoleCommand Command, Handler Handler, bool IsCode);
}
