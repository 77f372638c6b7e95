namespace AsyncTick;

/// <summary>What gives turns, of which each goes to one waiter. Loop thread only.</summary>
internal interface ITurnSource : ITurnGiver
{
    /// <summary>Takes the turn that was free when it was asked for; false when it is not any more.</summary>
    bool TryTake();

    /// <summary>A wait begins: <paramref name="node"/> gets in line.</summary>
    void Enter(TurnNode node, TaskContext context, Action continuation);

    /// <summary>A waiter was canceled after it had got its turn and before it resumed: the turn is to be had again.</summary>
    void GiveBack();

    void ITurnGiver.TakeBack(TurnNode turn) => GiveBack();
}
