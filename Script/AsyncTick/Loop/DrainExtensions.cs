namespace AsyncTick;

/// <summary>Ends part of a loop where the host's engine has no frame to give.</summary>
public static class DrainExtensions
{
    /// <summary>As the overload for several scopes; real time goes on from where the loop's clocks stand, game time stands still.</summary>
    public static ShutdownReport Drain(this GameLoop loop, TaskScope scope, int maxFrames = 600, double maxSeconds = 1.0) =>
        Drain(loop, [scope], [], null, maxFrames, maxSeconds);

    /// <summary>
    /// Runs what is in some scopes to its end, in frames that no other task gets: for a host whose engine will not wait (a world ends, code is
    /// unloaded). Cancel first. <see cref="GameLoop.FrameNumber"/> stands still; what becomes ready for other tasks meanwhile waits in its order
    /// for the next pump. What the ending tasks start meanwhile gets frames, too, and callbacks of <see cref="GameLoop.Post(Action)"/> run. Blocks
    /// like <see cref="GameLoop.Shutdown"/>; an ending task that waits for one outside makes it wait to its limits. Does nothing but report when called from
    /// inside a step. Loop thread only.
    /// </summary>
    /// <param name="loop">The loop.</param>
    /// <param name="scopes">What is to end, with all below.</param>
    /// <param name="tasks">Ids of single tasks that are to end, too.</param>
    /// <param name="clocks">The time of each such frame; null for real time that goes on from where the loop's clocks stand.</param>
    /// <param name="maxFrames">How many frames at most.</param>
    /// <param name="maxSeconds">How much real time at most.</param>
    /// <returns>What it took, and the tasks that have not ended; the log does not name them.</returns>
    /// <exception cref="InvalidOperationException">Wrong thread.</exception>
    public static ShutdownReport Drain(
        this GameLoop loop,
        IReadOnlyCollection<TaskScope> scopes,
        IReadOnlyCollection<int> tasks,
        Func<FrameTime>? clocks = null,
        int maxFrames = 600,
        double maxSeconds = 1.0)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(tasks);
        loop.VerifyThread();
        return new LoopDrain(loop, scopes, tasks).Run(clocks, maxFrames, maxSeconds);
    }

    /// <summary>
    /// Runs what canceled tasks in <paramref name="scope"/> and below still have to do, now and outside a frame, and no other code: their
    /// <c>finally</c> blocks run while what they clean up (an actor that leaves the world) is still there. Tasks that wait for another thread, or
    /// hold their cancellation off, end later. Does nothing when called from inside a step: there they end within the frame.
    /// </summary>
    /// <param name="loop">The loop. Loop thread only.</param>
    /// <param name="scope">A scope that has been canceled.</param>
    /// <param name="maxSteps">When to stop, should one of them never end.</param>
    /// <returns>Whether nothing is left in the scope.</returns>
    /// <exception cref="InvalidOperationException">The scope has not been canceled.</exception>
    public static bool Flush(this GameLoop loop, TaskScope scope, int maxSteps = 10_000)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return LoopShutdown.Flush(loop, scope, maxSteps);
    }
}
