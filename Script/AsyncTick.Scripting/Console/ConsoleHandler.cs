namespace AsyncTick.Scripting;

/// <summary>Does what a command is for. Called on the loop's thread, outside of a task.</summary>
/// <param name="call">What was typed, and where to answer.</param>
/// <returns>
/// Whether it did what was asked. Not to fault, but for bad words in <see cref="ConsoleCall.Rest"/> it may throw <see cref="FormatException"/> at once.
/// </returns>
public delegate Task<bool> ConsoleHandler(ConsoleCall call);
