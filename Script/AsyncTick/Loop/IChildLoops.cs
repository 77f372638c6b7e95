namespace AsyncTick;

/// <summary>The loops that scopes of a loop made and that have not ended, as that loop sees them.</summary>
internal interface IChildLoops
{
    /// <summary>The loop is gone and can wait for them no longer.</summary>
    void Abandon();
}
