using System.Globalization;
using System.Text;

namespace AsyncTick;

/// <summary>The task list as aligned text: what <c>AsyncTick.List</c> prints and what a failed test shows. Any thread.</summary>
public static partial class TaskTable
{
    private static readonly string[] Header = ["id", "name", "scope", "state", "age", "resumes", "used", "longest", "waits on"];

    /// <summary>One line per task under a header; a single line when there is none.</summary>
    public static string Format(IReadOnlyList<TaskInfo> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0)
        {
            return "no tasks";
        }

        List<string[]> rows = [Header, .. tasks.Select(Row)];
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                var isNumber = column is 0 or >= 4 and <= 7;
                text.Append(isNumber ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column])).Append("  ");
            }

            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        text.Length--;
        return text.ToString();
    }

    /// <summary>A duration as a person reads it: <c>850 us</c>, <c>12.3 ms</c>, <c>4.2 s</c>, <c>3 m 20 s</c>.</summary>
    public static string Duration(double seconds) => DurationText.Of(seconds);

    private static string[] Row(TaskInfo task) =>
    [
        $"#{task.Id}",
        task.Status.Length == 0 ? task.Name : $"{task.Name} [{task.Status}]",
        task.ScopePath,
        task.CancelReason == CancelReason.None ? task.State.ToString() : $"{task.State} ({task.CancelReason})",
        Duration(task.AgeSeconds),
        task.Resumes.ToString(CultureInfo.InvariantCulture),
        Duration(task.UsedSeconds),
        Duration(task.LongestSeconds),
        task.State switch
        {
            TaskState.Running => "runs now",
            TaskState.Waiting or TaskState.Cancelling => task.Wait.ToString(),
            _ => task.LastFault,
        } + (task.Holds.Length == 0 ? "" : $"; holds {task.Holds}"),
    ];
}
