namespace AsyncTick.Scripting;

/// <summary>The way from a place outside to an object of a script. Holds the script's code: for the length of a search only.</summary>
/// <param name="Root">Where the way begins.</param>
/// <param name="Holders">The objects on the way, none of which is the script's.</param>
/// <param name="Held">The object of the script, or a delegate to its code.</param>
internal sealed record PinPath(PinRoot Root, IReadOnlyList<object> Holders, object Held);
