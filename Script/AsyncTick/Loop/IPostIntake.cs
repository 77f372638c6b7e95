namespace AsyncTick;

/// <summary>Decides when and in which order posts of other threads are taken: a test's, which shuffles them or repeats what was. Loop thread.</summary>
internal interface IPostIntake
{
    /// <summary>Whether nothing is to be taken now.</summary>
    /// <param name="arrived">How many posts have come since the last <see cref="Arrange"/>.</param>
    bool IsEmpty(int arrived);

    /// <summary>Puts what was taken into the order in which it is to run; may keep some for later, and wait for more.</summary>
    /// <param name="batch">What was taken.</param>
    /// <param name="takeMore">Takes what has come meanwhile.</param>
    void Arrange(RemoteBatch batch, Func<RemoteBatch> takeMore);
}
