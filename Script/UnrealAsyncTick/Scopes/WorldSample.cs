using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>A world's clocks at one moment.</summary>
/// <param name="Time">Absolute seconds of that world.</param>
/// <param name="IsPlayed">Whether it is a game that is played; tools and previews run on real time.</param>
public readonly record struct WorldSample(FrameTime Time, bool IsPlayed);
