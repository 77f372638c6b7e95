namespace AsyncTick;

/// <summary>What gives turns that are held until they are released. Loop thread only.</summary>
internal interface ILockSource : ITurnGiver
{
    /// <summary>Takes the lock that was free when it was asked for.</summary>
    /// <exception cref="InvalidOperationException">It is not free any more.</exception>
    LockHold Take(TaskContext context, int mode, string file, int line);

    /// <summary>A wait begins: <paramref name="node"/> gets in line. With its turn it gets a <see cref="Hold"/>.</summary>
    void Enter(TurnNode node, TaskContext context, Action continuation);

    void ITurnGiver.TakeBack(TurnNode turn) => ((Hold)turn.Hold!).Handle.Dispose();
}
