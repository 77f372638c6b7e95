namespace AsyncTick.Tests.Sync;

/// <summary>
/// Random programs against a simple model of each object, with fixed seeds: waits, turns, cancellations before, with and after a turn. Every waiter is
/// served in order; nothing is lost, doubled or kept.
/// </summary>
public sealed class RandomTurnTests
{
    [Test]
    public void Semaphore_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomSemaphore(seed));

    [Test]
    public void ReaderWriterLock_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomReaderWriterLock(seed));

    [Test]
    public void Barrier_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomBarrier(seed));

    [Test]
    public void Countdown_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomCountdown(seed));

    [Test]
    public void Queue_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomQueue(seed));

    [Test]
    public void ConditionVariable_RandomProgram_IsAsItsModel() => RandomTurns.Run(static seed => new RandomCondition(seed));
}
