using System.Globalization;
using System.Text;

namespace AsyncTick.Benchmarks;

/// <summary>Prints one discipline: medians, spread, bytes, and each contender's ratio to ours.</summary>
public static class Report
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Format(Discipline discipline, IReadOnlyList<Case> cases)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n### {discipline.Title}\n\n| | {discipline.Unit} | spread | bytes | against ours |\n|---|---:|---:|---:|---:|\n");
        var ours = cases[0];
        foreach (var row in cases)
        {
            if (row.Rounds.Count == 0 || row.Rounds.Any(double.IsNaN))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | not available here | | | |\n");
                continue;
            }

            // Pair by pair: the machine's speed drifts between rounds, not within one.
            var ratio = Median(row.Rounds.Zip(ours.Rounds, static (theirs, us) => theirs / us));
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {Number(Median(row.Rounds))} | {Number(row.Rounds.Min())} - {Number(row.Rounds.Max())} | {Number(row.Bytes)} | {(row == ours ? "" : $"{ratio:0.00} x")} |\n");
        }

        if (discipline.Target is { } target)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nTarget: {target}\n");
        }

        return text.ToString();
    }

    private static string Number(double value) => value switch
    {
        0 => "0",
        < 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
