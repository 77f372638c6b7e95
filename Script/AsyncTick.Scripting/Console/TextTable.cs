using System.Text;

namespace AsyncTick.Scripting;

/// <summary>Text in columns, each as wide as its widest cell.</summary>
internal sealed class TextTable(params (string Title, bool IsNumber)[] columns)
{
    private const int MaxWidth = 60;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Shorten)]);

    public override string ToString()
    {
        int[] widths = [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Title.Length).Max())];
        StringBuilder text = new();
        Write(text, [.. columns.Select(column => column.Title)], widths);
        foreach (string[] row in _rows)
        {
            text.Append('\n');
            Write(text, row, widths);
        }

        return text.ToString();
    }

    private void Write(StringBuilder text, string[] cells, int[] widths)
    {
        StringBuilder line = new();
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(i == 0 ? "" : "  ").Append(columns[i].IsNumber ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i]));
        }

        text.Append(line.ToString().TrimEnd());
    }

    private static string Shorten(string cell)
    {
        cell = cell.ReplaceLineEndings(" ");
        return cell.Length <= MaxWidth ? cell : cell[..(MaxWidth - 3)] + "...";
    }
}
