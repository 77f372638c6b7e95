namespace AsyncTick;

/// <summary>What <see cref="Async.WhenAny(IReadOnlyList{GameTask}, double, ReturnWhen, Clock, string, int)"/> waits for (asyncio's <c>return_when</c>).</summary>
public enum ReturnWhen
{
    /// <summary>One task has ended, however it did.</summary>
    FirstEnded,

    /// <summary>One task has failed, or all have ended. A canceled one has not failed.</summary>
    FirstFailed,

    /// <summary>All tasks have ended.</summary>
    AllEnded,
}
