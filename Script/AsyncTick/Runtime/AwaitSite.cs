namespace AsyncTick;

/// <summary>Where an async method waits.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="File">Its source file.</param>
/// <param name="Line">The line of the await.</param>
internal readonly record struct AwaitSite(string Method, string File, int Line);
