namespace AsyncTick;

/// <summary>Why a task was canceled; part of the exception, the task list and the log.</summary>
public enum CancelReason
{
    /// <summary>Not canceled.</summary>
    None,

    /// <summary>It was asked for: by a console command, <see cref="GameTask.Cancel"/>, asyncio's <c>Task.cancel()</c>.</summary>
    User,

    /// <summary>A time limit ran out.</summary>
    Timeout,

    /// <summary>Its actor, component or widget left the world.</summary>
    EndPlay,

    /// <summary>Its play session or world ended.</summary>
    SessionEnd,

    /// <summary>Its code is about to be unloaded.</summary>
    Reload,

    /// <summary>Its script was started again.</summary>
    Replaced,

    /// <summary>A task of the same group failed.</summary>
    ParentFault,

    /// <summary>Its scope was disposed.</summary>
    ScopeClosed,

    /// <summary>Its loop is shutting down.</summary>
    Shutdown,

    /// <summary>Another branch of its race came first.</summary>
    LostRace,
}
