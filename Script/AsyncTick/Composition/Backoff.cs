using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// How long to wait before trying again: longer after each failure in a row, with a random part so that many clients of a
/// server that comes back do not all come at once. A value that is no number is refused. Immutable; any thread.
/// </summary>
[DebuggerDisplay("{FirstSeconds} s x {Factor}, at most {MaxSeconds} s")]
public sealed record Backoff
{
    /// <summary>The wait after the first failure, in seconds.</summary>
    public double FirstSeconds
    {
        get;
        init => field = Number(value);
    } = 0.25;

    /// <summary>The longest wait, in seconds; the random part is taken off it, never added.</summary>
    public double MaxSeconds
    {
        get;
        init => field = Number(value);
    } = 15;

    /// <summary>By how much the wait grows per failure; 1 keeps it constant.</summary>
    public double Factor
    {
        get;
        init => field = Number(value);
    } = 2;

    /// <summary>The random part, from 0 (none) to 1 (anything between nothing and the full wait).</summary>
    public double Jitter
    {
        get;
        init => field = Number(value);
    } = 0.25;

    /// <summary>A run that lasted this long, in seconds, counts as a success: the next failure is a first one again. For whatever restarts something that runs on, as a server.</summary>
    public double HealthySeconds
    {
        get;
        init => field = Number(value);
    } = 10;

    /// <summary>The wait before the next try.</summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    /// <param name="random">From 0 to below 1.</param>
    /// <returns>Seconds.</returns>
    public double Delay(int failures, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        // After a thousand failures the factor is infinite, and times a wait of 0 no number.
        var grown = FirstSeconds > 0 ? FirstSeconds * Math.Pow(Factor, failures - 1) : 0;
        var full = grown < MaxSeconds ? Math.Max(0, grown) : MaxSeconds;
        return full * (1 - (Math.Clamp(Jitter, 0, 1) * random));
    }

    private static double Number(double value, [CallerMemberName] string name = "") =>
        double.IsNaN(value) ? throw new ArgumentOutOfRangeException(name, value, $"{name} of a backoff has to be a number.") : value;
}
