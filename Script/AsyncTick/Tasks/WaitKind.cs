namespace AsyncTick;

/// <summary>What a task waits on, as the task list shows it.</summary>
public enum WaitKind
{
    /// <summary>Something that the loop does not know: a socket, a plain <see cref="Task"/>, another library.</summary>
    Outside,

    /// <summary>The next frame.</summary>
    NextFrame,

    /// <summary>A number of frames.</summary>
    Frames,

    /// <summary>A time.</summary>
    Delay,

    /// <summary>A predicate that is asked each frame.</summary>
    Until,

    /// <summary>The next tick of a periodic stream.</summary>
    Every,

    /// <summary>An event to be set.</summary>
    Event,

    /// <summary>Another task.</summary>
    Task,

    /// <summary>Work on another thread.</summary>
    ThreadPool,

    /// <summary>A lock that another task holds: an <see cref="AsyncLock"/>, an <see cref="AsyncReaderWriterLock"/>.</summary>
    Lock,

    /// <summary>Tasks that it started to work together: a race, a group, an operation with a time limit.</summary>
    Group,

    /// <summary>A permit of an <see cref="AsyncSemaphore"/>.</summary>
    Semaphore,

    /// <summary>An item of an <see cref="AsyncQueue{T}"/>, or room in it.</summary>
    Queue,

    /// <summary>The other participants of an <see cref="AsyncBarrier"/>.</summary>
    Barrier,

    /// <summary>A notification of an <see cref="AsyncConditionVariable"/>.</summary>
    ConditionVariable,

    /// <summary>A <see cref="AsyncTick.Phase"/> of the frame.</summary>
    Phase,
}
