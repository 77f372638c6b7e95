namespace AsyncTick.Scripting;

/// <summary>
/// The console commands, the same in the editor and in the headless host: run, evaluate, list, cancel, pause, watch, look inside. Loop thread only. Knows
/// neither engine nor terminal: lines come in, text goes out. A command is added to the list of its kind (<see cref="ScriptCommands"/>,
/// <see cref="TaskCommands"/>, <see cref="InspectionCommands"/>, <see cref="RecordingCommands"/>); everything else reads <see cref="Commands"/>.
/// </summary>
public sealed class ConsoleCommands
{
    private readonly Dictionary<string, ConsoleCommand> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ConsoleCommand> _commands = [];
    private readonly ConsoleOptions _options;
    private readonly ScriptFinder _finder;
    private readonly ConsoleCommand _help;

    /// <summary>Makes the commands for a host of scripts and its loop.</summary>
    public ConsoleCommands(ScriptHost scripts, ConsoleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        _options = options ?? new ConsoleOptions();
        _finder = new ScriptFinder(_options.ScriptFolders);
        Faults = new FaultLog(scripts.Loop);
        _help = new ConsoleCommand("Help", "[command]", "Lists the commands, or says more about one.", Help) { Completion = _ => _commands.Select(each => each.ShortName) };
        foreach (var command in new ScriptCommands(scripts, _finder, _options).All
            .Concat(new TaskCommands(scripts).All)
            .Concat(new InspectionCommands(scripts, Faults, _options).All)
            .Concat(new RecordingCommands(scripts, _options).All))
        {
            Register(command);
        }
    }

    /// <summary>All commands, in the order in which help lists them.</summary>
    public IReadOnlyList<ConsoleCommand> Commands => [.. _commands, _help];

    /// <summary>The loop's last faults.</summary>
    public FaultLog Faults { get; }

    /// <summary>The folders in which a script is looked for after the current directory. Any thread.</summary>
    public IReadOnlyList<string> ScriptFolders => _options.ScriptFolders;

    /// <summary>Finds the file that a name means, as <c>Run</c> does. Any thread.</summary>
    /// <param name="name">With or without its folder and extension.</param>
    /// <param name="problem">Why there is none, in a sentence.</param>
    /// <returns>The full path, or null.</returns>
    public string? FindScript(string name, out string problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _finder.Find(name, out problem);
    }

    /// <summary>Adds a command of another part of the program. Before the first line is executed.</summary>
    /// <exception cref="ArgumentException">There is a command of this name.</exception>
    public void Register(ConsoleCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.ShortName.Equals(_help.ShortName, StringComparison.OrdinalIgnoreCase) || !_byName.TryAdd(command.ShortName, command))
        {
            throw new ArgumentException($"There is a command {command.Name} already.", nameof(command));
        }

        _commands.Add(command);
    }

    /// <summary>Whether this is the name of a command, with or without <c>AsyncTick.</c>, in any case. Any thread.</summary>
    public bool IsCommand(string word) => Find(word) is not null;

    /// <summary>Splits a line such as <c>AsyncTick.Run Timers.cs; AsyncTick.List</c> into its commands. Any thread.</summary>
    public IReadOnlyList<string> SplitCommands(string line) =>
        CommandLineText.SplitCommands(line, IsCommand, word => Find(word) is { IsCode: true });

    /// <summary>
    /// Executes one line. Most commands are done when this returns; starting a script and evaluating take frames, and write their output then.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="output">Takes what the command has to say.</param>
    /// <param name="place">Where a script lives that the line starts; null for the loop's root.</param>
    /// <returns>Whether the command did what was asked; never faulted. An empty line does nothing, well.</returns>
    public Task<bool> ExecuteAsync(string line, ConsoleOutput output, ScriptPlace? place = null)
    {
        line = line.Trim();
        if (line.Length == 0)
        {
            return Task.FromResult(true);
        }

        var word = CommandLineText.FirstWord(line);
        if (Find(word) is not { } command)
        {
            return new ConsoleCall(_help, word, output).Refuse(NoSuchCommand(word));
        }

        ConsoleCall call = new(command, line[word.Length..].Trim(), output) { Place = place };
        if (call.Rest.Length == 0 ? command.Parameters.StartsWith('<') : command.Parameters.Length == 0)
        {
            return call.RefuseUsage();
        }

        try
        {
            return command.Handler(call);
        }
        catch (Exception error) when (error is FormatException or IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return call.Refuse(error.Message);
        }
    }

    /// <summary>
    /// Says what the word before the cursor may become: the name of a command, or what its command takes. Loop thread: it looks at what runs.
    /// </summary>
    /// <param name="line">The line so far.</param>
    /// <param name="cursor">How many characters of it are before the cursor.</param>
    public ConsoleCompletion Complete(string line, int cursor)
    {
        var word = HalfTypedWord.At(line, cursor, name => Find(name) is { IsCode: true });
        var candidates = word.WordsBefore switch
        {
            0 => Commands.Select(each => word.Text.StartsWith(ConsoleCommand.Prefix, StringComparison.OrdinalIgnoreCase) ? each.Name : each.ShortName),
            1 => Find(word.Command)?.Completion?.Invoke(word.Text) ?? [],
            _ => [],
        };
        return new ConsoleCompletion(word.Start, word.Matches(candidates));
    }

    private string NoSuchCommand(string word)
    {
        var name = WithoutPrefix(word);
        var near = NearNames.Find(name, Commands.Select(each => each.ShortName), Math.Min(2, name.Length / 2));
        var isCode = name.AsSpan().ContainsAny('(', ';', '=');
        return $"'{word}' is not a command. {(near is not null ? $"Did you mean {near}?" : $"Type help for the list{(isCode ? ", or Eval before C#" : "")}.")}";
    }

    private ConsoleCommand? Find(string word)
    {
        var name = WithoutPrefix(word);
        return _help.ShortName.Equals(name, StringComparison.OrdinalIgnoreCase) ? _help : _byName.GetValueOrDefault(name);
    }

    private static string WithoutPrefix(string word) =>
        word.StartsWith(ConsoleCommand.Prefix, StringComparison.OrdinalIgnoreCase) ? word[ConsoleCommand.Prefix.Length..] : word;

    private Task<bool> Help(ConsoleCall call)
    {
        if (call.Rest.Length > 0)
        {
            return Find(call.Rest) is { } command
                ? call.Done($"{command.Usage}\n  {command.Help}")
                : call.Refuse(NoSuchCommand(call.Rest));
        }

        var width = Commands.Max(each => each.Usage.Length) + 2;
        return call.Done(string.Join('\n', Commands.Select(each => each.Usage.PadRight(width) + each.Help)
            .Append($"The prefix {ConsoleCommand.Prefix} is for the engine's console; elsewhere it may be left out.")));
    }
}
