namespace AsyncTick;

/// <summary>What the code that starts a task has current: put back when the task has run up to its first wait.</summary>
internal readonly record struct StartFrame(SynchronizationContext? Context, object? World, ExecutionContext? Values);
