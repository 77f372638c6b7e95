namespace AsyncTick;

/// <summary>What an entry of <see cref="FlightRecorder"/> is; four bits of it. An entry is 4 bits of kind, 28 bits of detail and 32 bits of a task's id, unless said otherwise here.</summary>
internal enum EntryKind
{
    /// <summary>One of the steps since the last stamp took nearly all of the time up to the next one. Its task; 0 when it is not known which.</summary>
    Held,

    /// <summary>A time stamp, in the 60 bits below the kind: what was written since the last one happened in between.</summary>
    Stamp,

    /// <summary>A frame begins. Detail: what was ready or waited for it. In place of the id: its number.</summary>
    FrameBegin,

    /// <summary>A frame is over. Detail: what it left over. In place of the id: its budget in microseconds.</summary>
    FrameEnd,

    /// <summary>A task is resumed. Detail: the wait that it comes from, 10 bits of file and 18 of line.</summary>
    Step,

    /// <summary>A task begins and runs up to its first wait. Detail: where it was started. A <see cref="Parent"/> follows.</summary>
    Start,

    /// <summary>Who started the task of the entry before.</summary>
    Parent,

    /// <summary>A task has reached its first wait; whose step it was started in goes on.</summary>
    StartEnd,

    /// <summary>A wait of a task is over: by the step that runs now, or by a clock when none runs.</summary>
    Wake,

    /// <summary>Another thread has posted something to a task. Detail: the thread.</summary>
    Post,

    /// <summary>A task was asked to end. Detail: why.</summary>
    Cancel,

    /// <summary>A task has ended. Detail: how (3 bits), whether its name is source text (1 bit), and the number of its name (24 bits).</summary>
    End,

    /// <summary>An exception was reported. Detail: the number of its text.</summary>
    Fault,

    /// <summary>Something that the host told. Detail: the number of its text.</summary>
    Mark,

    /// <summary>The garbage collector ran since the last stamp but one. Detail: the oldest generation. In place of the id: the pause in microseconds.</summary>
    Collection,

    /// <summary>No step runs any more: clocks make waits ready.</summary>
    Clocks,
}
