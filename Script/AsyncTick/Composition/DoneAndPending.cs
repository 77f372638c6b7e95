using System.Diagnostics;

namespace AsyncTick;

/// <summary>Which tasks have ended and which have not; see <see cref="Async.WhenAny(IReadOnlyList{GameTask}, double, ReturnWhen, Clock, string, int)"/>.</summary>
/// <typeparam name="T">The handles.</typeparam>
/// <param name="Done">Those that have ended, in the order of the arguments.</param>
/// <param name="Pending">Those that have not.</param>
[DebuggerDisplay("{Done.Count} done, {Pending.Count} pending")]
public readonly record struct DoneAndPending<T>(IReadOnlyList<T> Done, IReadOnlyList<T> Pending);
