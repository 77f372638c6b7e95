namespace UnrealSharp.StandIn;

/// <summary>Points of a frame at which the engine calls native code, in their order. The tick groups are those of the world that is played, paused or not.</summary>
public enum SimulatedPhase
{
    /// <summary><c>FCoreDelegates::OnSamplingInput</c>: before the worlds.</summary>
    BeginFrame,

    /// <summary><c>TG_PrePhysics</c>: before the actors.</summary>
    PrePhysics,

    /// <summary><c>TG_PostPhysics</c>: after the actors.</summary>
    PostPhysics,

    /// <summary><c>TG_PostUpdateWork</c>: the last of a world.</summary>
    PostUpdateWork,

    /// <summary><c>FCoreDelegates::OnEndFrame</c>: after the tickers.</summary>
    EndOfFrame,
}
