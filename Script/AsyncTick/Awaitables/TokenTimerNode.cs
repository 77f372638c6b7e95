namespace AsyncTick;

/// <summary>A timer that a caller's token can end. Not pooled: the token's callback may come late, from any thread.</summary>
internal static class TokenTimerNode
{
    public static void Start(TaskContext context, LoopClock clock, double due, CancellationToken token, Action continuation)
    {
        var node = new TimerNode { Owner = context.Loop };
        var registration = default(CancellationTokenRegistration);
        node.Link(context, continuation);
        node.OnReleased = () => registration.Unregister();
        clock.Timers.Add(node, due);
        registration = token.UnsafeRegister(static state =>
        {
            var late = (TimerNode)state!;
            ((GameLoop)late.Owner!).PostQuietly(late.CancelIfPending);
        }, node);
    }
}
