namespace AsyncTick.Net;

/// <summary>Where items come from, one after the other, for one reader at a time.</summary>
internal interface IItemSource<T>
{
    /// <summary>A wait begins: who is woken when something comes, from now on.</summary>
    /// <exception cref="InvalidOperationException">Another one waits.</exception>
    void Enter(IWakeable reader);

    /// <summary>Takes the next item, or sees the end.</summary>
    /// <param name="item">The item; the default at the end.</param>
    /// <param name="isEnd">Whether there will be none any more.</param>
    /// <returns>False when neither is there yet.</returns>
    bool TryTake(out T item, out bool isEnd);

    /// <summary>A wait is over, whatever it came to.</summary>
    void Leave();
}
