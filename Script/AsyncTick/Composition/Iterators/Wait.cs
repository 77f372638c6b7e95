namespace AsyncTick;

/// <summary>
/// What an iterator coroutine can yield besides <c>null</c> (the next frame), a number of seconds, a <see cref="TimeSpan"/>, a task, an event and
/// another iterator: <c>yield return Wait.Until(() => door.IsOpen)</c>.
/// </summary>
public static class Wait
{
    /// <summary>A time on the scope's own clock; as <see cref="Async.Delay(double, Clock, string, int)"/>. <c>yield return 1.5</c> is the same.</summary>
    public static YieldInstruction Seconds(double seconds) => new WaitForSeconds(seconds);

    /// <summary>A time on the real clock.</summary>
    public static YieldInstruction RealSeconds(double seconds) => new WaitForSecondsRealtime(seconds);

    /// <summary>A number of frames; as <see cref="Async.Frames"/>.</summary>
    public static YieldInstruction Frames(int count) => new WaitForFrames(count);

    /// <summary>Until a condition holds, asked once a frame; as <see cref="Async.Until(Func{bool}, string, int)"/>.</summary>
    public static YieldInstruction Until(Func<bool> condition) => new WaitUntil(condition);

    /// <summary>While a condition holds, asked once a frame.</summary>
    public static YieldInstruction While(Func<bool> condition) => new WaitWhile(condition);
}
