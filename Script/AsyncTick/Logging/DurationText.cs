using System.Globalization;

namespace AsyncTick;

/// <summary>Words a duration as a person reads it; see <see cref="TaskTable.Duration"/>.</summary>
internal static class DurationText
{
    public static string Of(double seconds) => seconds switch
    {
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F0} us"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F1} ms"),
        // No time that passes: one that was given, and its digits would fill the screen.
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{seconds:G3} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):F0} m {seconds % 60:F0} s"),
    };
}
