namespace AsyncTick;

/// <summary>What a periodic stream does about ticks whose time has passed unseen: a long frame, a modal dialog, slow code in the loop's body.</summary>
public enum MissedTicks
{
    /// <summary>One tick for all of them, which says how many it stands for (<see cref="Tick.Missed"/>).</summary>
    Merge,

    /// <summary>All of them, one per frame, until none is left.</summary>
    CatchUp,

    /// <summary>None of them: the next tick is the next point of the grid.</summary>
    Skip,
}
