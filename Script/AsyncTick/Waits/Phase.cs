namespace AsyncTick;

/// <summary>
/// A point of the engine's frame at which a task can go on: <c>await Phase.PrePhysics</c>. Not every host offers each; one that the host lacks throws at
/// the await. In the order of a frame, in which the loop's own pump, <c>NextFrame()</c>, lies between <see cref="PostUpdateWork"/> and
/// <see cref="EndOfFrame"/>.
/// </summary>
public enum Phase
{
    /// <summary>The frame's time was taken, and no world has ticked (<c>FCoreDelegates::OnSamplingInput</c>).</summary>
    BeginFrame,

    /// <summary>With the actors that tick before physics (<c>TG_PrePhysics</c>). Of the world that is played, also while it is paused.</summary>
    PrePhysics,

    /// <summary>Physics has been simulated (<c>TG_PostPhysics</c>). Of the world that is played, also while it is paused.</summary>
    PostPhysics,

    /// <summary>Everything else of the world has ticked, cameras and latent actions included (<c>TG_PostUpdateWork</c>). Of the world that is played, also while it is paused.</summary>
    PostUpdateWork,

    /// <summary>The last point of the frame (<c>FCoreDelegates::OnEndFrame</c>).</summary>
    EndOfFrame,
}
