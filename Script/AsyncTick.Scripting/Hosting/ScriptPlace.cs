namespace AsyncTick.Scripting;

/// <summary>
/// Where a script lives that starts frames after it was asked for: the host's answer is taken when the script starts, not when the command was
/// given. Both are called on the loop's thread.
/// </summary>
/// <param name="CreateScope">Makes the scope of a run, given its name.</param>
/// <param name="HasEnded">Whether the place is gone, a world that was left for instance; nothing starts in it then.</param>
public sealed record ScriptPlace(Func<string, TaskScope> CreateScope, Func<bool> HasEnded);
