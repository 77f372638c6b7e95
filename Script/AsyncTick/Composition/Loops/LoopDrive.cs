namespace AsyncTick;

/// <summary>Who pumps a transient loop.</summary>
public enum LoopDrive
{
    /// <summary>The loop that made it, once in each of its frames.</summary>
    Parent,

    /// <summary>The code that made it, by <see cref="TransientLoop.Pump"/>.</summary>
    ByHand,

    /// <summary>A thread of its own, sixty times a second. Its tasks must not touch the engine.</summary>
    Thread,
}
