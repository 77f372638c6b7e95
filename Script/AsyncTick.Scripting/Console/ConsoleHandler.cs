namespace AsyncTick.Scripting;

/// <summary>Does what a command is for. Called on the loop's thread, outside of a task.</summary>
/// <param name="rest">What follows the command's name, without blanks around it.</param>
/// <param name="output">Takes what the command has to say.</param>
/// <returns>Whether it did what was asked. Not to fault, but for bad words in <paramref name="rest"/> it may throw <see cref="FormatException"/> at once.</returns>
public delegate Task<bool> ConsoleHandler(string rest, ConsoleOutput output);
