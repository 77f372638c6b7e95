namespace AsyncTick;

/// <summary>What made a task ready.</summary>
public enum WakerKind
{
    /// <summary>It was recorded too long ago.</summary>
    Unknown,

    /// <summary>The frame, for which it had waited.</summary>
    Frame,

    /// <summary>The step of a task, or of a callback of no task (id 0).</summary>
    Task,

    /// <summary>A clock: what it had waited for was due.</summary>
    Clock,

    /// <summary>A post from another thread.</summary>
    Post,

    /// <summary>Its cancellation.</summary>
    Cancel,

    /// <summary>Code of the host, between frames.</summary>
    Host,

    /// <summary>Its start: this is its first step.</summary>
    Start,
}
