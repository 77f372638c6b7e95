namespace AsyncTick;

/// <summary>Where a loop stands in its life.</summary>
internal enum LoopState : byte
{
    Open,

    /// <summary>A frame is being pumped, or last steps run outside of one.</summary>
    Pumping,
    Disposed,
}
