namespace AsyncTick;

/// <summary>What <see cref="GameLoop.Pump(in FrameTime)"/> did with a frame.</summary>
public enum PumpResult
{
    /// <summary>Nothing was ready; no user code ran.</summary>
    Idle,

    /// <summary>All that was ready ran.</summary>
    Drained,

    /// <summary>The frame's budget was spent; what is left keeps its place for the next frame.</summary>
    OverBudget,

    /// <summary>The pump was entered again from inside a step (the engine ticked in a modal dialog or a blocking call) and did nothing.</summary>
    Refused,
}
