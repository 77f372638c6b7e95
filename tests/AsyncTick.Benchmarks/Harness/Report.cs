using System.Globalization;
using System.Text;

namespace AsyncTick.Benchmarks;

/// <summary>Prints one discipline: medians, spread, bytes, each contender's ratio to ours, and what ours has to reach.</summary>
public static class Report
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Round by round: the machine's speed drifts between rounds, less within one.</summary>
    public static double Ratio(Case row, Case other) => Median(row.Rounds.Zip(other.Rounds, static (one, two) => one / two));

    public static string Format(Discipline discipline, IReadOnlyList<Case> cases)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n### {discipline.Title}\n\n| | {discipline.Unit} | spread | bytes | against ours | target |\n|---|---:|---:|---:|---:|---|\n");
        var ours = cases[0];
        foreach (var row in cases)
        {
            if (!row.IsAvailable)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | not measured | | | | {row.Remark} |\n");
                continue;
            }

            var ratio = row == ours || !ours.IsAvailable ? "" : $"{Ratio(row, ours).ToString("0.00", CultureInfo.InvariantCulture)} x";
            var targets = string.Join("; ", row.Goals.Select(goal => goal.Judge(row, cases)).Append(row.Remark).Where(words => words.Length > 0));
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {Number(Median(row.Rounds))} | {Number(row.Rounds.Min())} - {Number(row.Rounds.Max())} | {Number(row.Bytes)} | {ratio} | {targets} |\n");
        }

        return text.ToString();
    }

    public static string Number(double value) => value switch
    {
        < 0.05 => "0",
        < 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
