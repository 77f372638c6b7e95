namespace AsyncTick;

/// <summary>What gives turns, as the turn itself knows it. Loop thread only.</summary>
internal interface ITurnGiver
{
    /// <summary>The waiter that has got this turn will not come for it: another may have it.</summary>
    void TakeBack(TurnNode turn);
}
