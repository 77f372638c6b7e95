namespace AsyncTick.Engine;

/// <summary>
/// What an adapter is told by its host, before the host acts itself: scopes that it cancels in here, with a reason of its own, are drained by the
/// host. Game thread. What an implementation throws is logged.
/// </summary>
public interface IEngineObserver
{
    /// <summary>A frame is about to be pumped: clocks of worlds may be advanced.</summary>
    void FrameStarts();

    /// <summary>A play session begins; its worlds are not there yet.</summary>
    void SessionBegins();

    /// <summary>The play session ends; its worlds are still there.</summary>
    void SessionEnds();

    /// <summary>A world ends; its actors are still there.</summary>
    /// <param name="world">The world, already marked as ended.</param>
    void WorldEnds(EngineWorld world);
}
