namespace AsyncTick;

/// <summary>What a <see cref="RecordedEvent"/> tells of.</summary>
public enum RecordedKind
{
    /// <summary>A frame that had work.</summary>
    Frame,

    /// <summary>Code of a task ran, up to its next wait; or a posted callback did, which belongs to no task (id 0).</summary>
    Step,

    /// <summary>A task was started; the step up to its first wait is an event of its own.</summary>
    Start,

    /// <summary>A task ended.</summary>
    End,

    /// <summary>An exception was reported.</summary>
    Fault,

    /// <summary>A task was asked to end.</summary>
    Cancel,

    /// <summary>Another thread posted something.</summary>
    Post,

    /// <summary>The host told something, as a script that was loaded.</summary>
    Mark,

    /// <summary>The garbage collector held all threads.</summary>
    Collection,
}
