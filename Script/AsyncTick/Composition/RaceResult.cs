using System.Diagnostics;

namespace AsyncTick;

/// <summary>Who won a race.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="Index">Which branch, from 0, in the order of the arguments.</param>
/// <param name="Value">Its result.</param>
[DebuggerDisplay("branch {Index}: {Value}")]
public readonly record struct RaceResult<T>(int Index, T Value);
