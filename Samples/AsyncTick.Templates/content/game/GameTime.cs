namespace AsyncTickGame;

/// <summary>The time of a frame, as MonoGame and its kin hand it to Update. Remove this file when your framework brings its own.</summary>
public sealed record GameTime(TimeSpan TotalGameTime, TimeSpan ElapsedGameTime);
