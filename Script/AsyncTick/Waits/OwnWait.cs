namespace AsyncTick;

/// <summary>How a task's outermost method waits with its loop. While it does, the task itself is its entry in the queues.</summary>
internal enum OwnWait : byte
{
    /// <summary>It does not: it runs, has ended, or waits for something outside.</summary>
    None,

    /// <summary>In an await of this library; resume by its continuation.</summary>
    Await,

    /// <summary>In a <c>Task.Yield()</c>; resume by the framework's callback.</summary>
    Yield,
}
