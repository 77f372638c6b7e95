namespace AsyncTick.Engine;

/// <summary>How a script that was waited for has ended.</summary>
/// <param name="State">Completed, faulted (also when it did not compile), or canceled.</param>
/// <param name="Text">Its value or exit code, or what failed.</param>
public readonly record struct ScriptOutcome(TaskState State, string Text);
