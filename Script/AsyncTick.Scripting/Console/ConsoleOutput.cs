namespace AsyncTick.Scripting;

/// <summary>Takes what a command has to say: a text of one or several lines, and how loud it is. Called on the loop's thread.</summary>
public delegate void ConsoleOutput(LogVerbosity verbosity, string text);
