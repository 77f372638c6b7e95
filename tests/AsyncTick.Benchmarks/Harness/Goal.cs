using System.Globalization;

namespace AsyncTick.Benchmarks;

/// <summary>What a row has to reach: a number by itself, or a multiple of another row of the same discipline, measured in the same rounds.</summary>
/// <param name="AtMost">In the discipline's unit, or times <paramref name="Against"/>.</param>
/// <param name="Against">How the other row's name begins; null for a plain number.</param>
/// <param name="Bytes">The most bytes that an operation may allocate, if that is a goal, too.</param>
public sealed record Goal(double AtMost, string? Against = null, double? Bytes = null)
{
    /// <summary>So many times as fast as the other row, or faster.</summary>
    public static Goal Faster(double times, string than) => new(1 / times, than);

    /// <summary>What the table says: the goal, what was reached, and whether that is missed.</summary>
    public string Judge(Case row, IReadOnlyList<Case> cases)
    {
        var other = Against is null ? null : cases.FirstOrDefault(each => each.Name.StartsWith(Against, StringComparison.Ordinal));
        if (Against is not null && (other is null || !other.IsAvailable))
        {
            return $"{Words(Against)}: not measured";
        }

        var reached = other is null ? Report.Median(row.Rounds) : Report.Ratio(row, other);
        var holds = reached <= AtMost && (Bytes is null || row.Bytes <= Bytes + 0.5);
        var figure = other is null ? Report.Number(reached) : AtMost < 1 ? $"{Number(1 / reached)} x" : $"{Number(reached)} x";
        return holds ? $"{Words(Against)}: {figure}" : $"**missed** {Words(Against)}: {figure}";
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private string Words(string? against)
    {
        var words = double.IsPositiveInfinity(AtMost) ? "" : against is null ? $"at most {Report.Number(AtMost)}" : AtMost < 1 ? $"{Number(1 / AtMost)} x as fast as {against}" : $"at most {Number(AtMost)} x {against}";
        return string.Join(", ", new[] { words, Bytes is { } bytes ? $"{bytes:0} bytes" : "" }.Where(part => part.Length > 0));
    }
}
