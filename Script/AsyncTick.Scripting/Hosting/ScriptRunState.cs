namespace AsyncTick.Scripting;

/// <summary>Where a script run stands in its life.</summary>
public enum ScriptRunState
{
    /// <summary>It has tasks that have not ended: its own statements, or what they started.</summary>
    Running,

    /// <summary>All its tasks have ended; its code has not left memory yet.</summary>
    Ended,

    /// <summary>Its code has left memory.</summary>
    Unloaded,
}
