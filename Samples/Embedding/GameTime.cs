namespace Embedding;

/// <summary>The time of a frame, as MonoGame and its kin hand it to Update.</summary>
internal sealed record GameTime(TimeSpan TotalGameTime, TimeSpan ElapsedGameTime);
