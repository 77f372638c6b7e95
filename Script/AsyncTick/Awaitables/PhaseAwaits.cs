namespace AsyncTick;

/// <summary>Makes <see cref="Phase"/> awaitable.</summary>
public static class PhaseAwaits
{
    /// <summary>
    /// Part of the await pattern: <c>await Phase.PostPhysics</c> goes on when the phase comes next, in this frame if it still lies ahead. What the task does there until its next
    /// wait runs inside the phase, whatever the frame's budget; what it makes ready for others runs in the loop's pump. Ends with the task's scope. 0 bytes in steady state.
    /// </summary>
    /// <exception cref="InvalidOperationException">Awaited outside a task.</exception>
    /// <exception cref="NotSupportedException">The loop's host has no such phase, or has none now: tick groups belong to a world that is played.</exception>
    public static PhaseAwaiter GetAwaiter(this Phase phase)
    {
        var context = TaskContext.Required;
        context.Loop.Phases.Verify(phase);
        context.Record.NoteWait(WaitKind.Phase, "", 0, LoopPhases.NameOf(phase));
        return new PhaseAwaiter(context, phase);
    }
}
