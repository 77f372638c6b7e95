namespace AsyncTick.Engine.Bridge;

/// <summary>What the native half is told of a task.</summary>
internal enum TaskEventKind
{
    Started = 0,
    Ended = 1,
    Faulted = 2,
}
