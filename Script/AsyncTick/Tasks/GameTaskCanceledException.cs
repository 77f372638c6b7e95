namespace AsyncTick;

/// <summary>
/// What an await of this library throws in a task that was canceled (asyncio's <c>CancelledError</c>). It is an
/// <see cref="OperationCanceledException"/>, so code written for .NET needs no knowledge of it.
/// </summary>
public sealed class GameTaskCanceledException : OperationCanceledException
{
    /// <summary>Made by the loop.</summary>
    public GameTaskCanceledException(string message, CancelReason reason, CancellationToken token = default)
        : base(message, token)
    {
        Reason = reason;
    }

    /// <summary>Why the task was canceled.</summary>
    public CancelReason Reason { get; }
}
