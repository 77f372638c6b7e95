namespace AsyncTick.Tests;

/// <summary>What one instruction of a stress program does. The waits come first.</summary>
internal enum OpKind
{
    NextFrame,
    Yield,
    Frames,
    Delay,
    Every,
    Until,
    Event,
    Turn,
    Lock,

    /// <summary>A plain task that somebody completes.</summary>
    Gate,
    GateInScope,

    /// <summary>Another task's end.</summary>
    Join,
    DisposeScope,

    Work,
    SetEvent,
    ResetEvent,
    SetTurn,
    ToggleFlag,
    OpenGate,
    Unlock,
    Start,
    CreateScope,
    Cancel,
    CancelScope,

    /// <summary>The scope's tasks; the scope stays open.</summary>
    CancelTasks,
    Pause,
    Resume,

    /// <summary>To the loop, in nobody's name.</summary>
    Post,

    /// <summary>To the task's own context.</summary>
    PostInName,
    Throw,
    NestedPump,
    BeginDefer,
    EndDefer,

    /// <summary>What follows happens on another thread, which this one waits for.</summary>
    OtherThread,
}
