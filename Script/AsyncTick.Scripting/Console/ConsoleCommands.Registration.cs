namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    /// <summary>The folders in which a script is looked for after the current directory. Any thread.</summary>
    public IReadOnlyList<string> ScriptFolders => _options.ScriptFolders;

    /// <summary>Adds a command of another part of the program; help lists it with the others. Before the first line is executed.</summary>
    /// <param name="name">Without <c>AsyncTick.</c>.</param>
    /// <param name="parameters">As in <see cref="ConsoleCommand.Parameters"/>.</param>
    /// <param name="help">As in <see cref="ConsoleCommand.Help"/>.</param>
    /// <param name="handler">What does it.</param>
    /// <exception cref="ArgumentException">There is a command of this name.</exception>
    public void Register(string name, string parameters, string help, ConsoleHandler handler) =>
        Add(name, parameters, help, (rest, output) => handler(rest, output));
}
