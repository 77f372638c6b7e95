using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>Refuses a time that is no number where it is given, and not where it would be waited for.</summary>
internal static class SecondsGuard
{
    /// <param name="seconds">The time.</param>
    /// <param name="what">Whose, with its article.</param>
    /// <param name="name">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a number.</exception>
    public static void VerifyNumber(double seconds, string what, [CallerArgumentExpression(nameof(seconds))] string name = "")
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentOutOfRangeException(name, seconds, $"{what} needs a number of seconds.");
        }
    }
}
