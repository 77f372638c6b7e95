using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text;

namespace AsyncTick;

/// <summary>The task list as aligned text: what <c>AsyncTick.List</c> prints and what a failed test shows. Any thread.</summary>
public static class TaskTable
{
    private const int MaxIndent = 12;

    private static readonly string[] Header = ["id", "name", "scope", "state", "age", "resumes", "used", "longest", "waits on"];

    /// <summary>One line per task under a header; a single line when there is none.</summary>
    public static string Format(IReadOnlyList<TaskInfo> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Align([.. tasks.Select(static task => Row(task, 0))]);
    }

    /// <summary>
    /// As <see cref="Format"/>, each task below the one that has started it and indented, as long as that one is in the list: what <c>AsyncTick.List</c> prints.
    /// </summary>
    /// <param name="tasks">In order of start.</param>
    public static string FormatTree(IReadOnlyList<TaskInfo> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var children = new Dictionary<int, List<TaskInfo>>();
        var roots = new List<TaskInfo>();
        foreach (var task in tasks)
        {
            // Only what came before can have started it: ids are used again after a very long time.
            (children.TryGetValue(task.ParentId, out var siblings) ? siblings : roots).Add(task);
            children[task.Id] = [];
        }

        var rows = new List<string[]>(tasks.Count);
        var open = new Stack<(TaskInfo Task, int Depth)>();
        Open(roots, 0);
        while (open.TryPop(out var next))
        {
            rows.Add(Row(next.Task, next.Depth));
            Open(children[next.Task.Id], next.Depth + 1);
        }

        return Align(rows);

        void Open(List<TaskInfo> below, int depth)
        {
            for (var i = below.Count - 1; i >= 0; i--)
            {
                open.Push((below[i], depth));
            }
        }
    }

    private static string Align(List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return "no tasks";
        }

        rows.Insert(0, Header);
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

    // A chain of tasks that start one another can be long: from some depth on its names are indented no further.
    private static string[] Row(TaskInfo task, int depth) =>
    [
        $"#{task.Id}",
        new string(' ', 2 * Math.Min(depth, MaxIndent)) + (task.Status.Length == 0 ? task.Name : $"{task.Name} [{task.Status}]"),
        task.ScopePath,
        task.CancelReason == CancelReason.None ? task.State.ToString() : $"{task.State} ({task.CancelReason})",
        Duration(task.AgeSeconds),
        task.Resumes.ToString(CultureInfo.InvariantCulture),
        Duration(task.UsedSeconds),
        Duration(task.LongestSeconds),
        task.State switch
        {
            TaskState.Running => "runs now",
            TaskState.Waiting or TaskState.Canceling or TaskState.Paused => task.Wait.ToString(),
            _ => task.LastFault,
        } + (task.Holds.Length == 0 ? "" : $"; holds {task.Holds}"),
    ];

    /// <summary>
    /// The task list as a JSON array, one object per task with the members of <see cref="TaskInfo"/> in camel case; empty ones are left out. Written
    /// without reflection. Any thread.
    /// </summary>
    public static string ToJson(IReadOnlyList<TaskInfo> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Json(writer => WriteTasks(writer, tasks));
    }

    /// <summary>Writes the same into a writer of the caller's. Any thread.</summary>
    public static void WriteTasks(Utf8JsonWriter writer, IReadOnlyList<TaskInfo> tasks)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(tasks);
        writer.WriteStartArray();
        for (var i = 0; i < tasks.Count; i++)
        {
            WriteTask(writer, tasks[i]);
        }

        writer.WriteEndArray();
    }

    internal static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteTask(Utf8JsonWriter writer, TaskInfo task)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, task.Id);
        writer.WriteNumber("parentId"u8, task.ParentId);
        writer.WriteString("name"u8, task.Name);
        writer.WriteString("scope"u8, task.ScopePath);
        writer.WriteString("state"u8, task.State.ToString());
        if (task.CancelReason != CancelReason.None)
        {
            writer.WriteString("cancelReason"u8, task.CancelReason.ToString());
        }

        writer.WriteNumber("ageSeconds"u8, Finite(task.AgeSeconds));
        writer.WriteNumber("startFrame"u8, task.StartFrame);
        writer.WriteNumber("resumes"u8, task.Resumes);
        writer.WriteNumber("usedSeconds"u8, Finite(task.UsedSeconds));
        writer.WriteNumber("longestSeconds"u8, Finite(task.LongestSeconds));
        if (task.Wait.Description is { Length: > 0 } wait)
        {
            writer.WriteStartObject("wait"u8);
            writer.WriteString("kind"u8, task.Wait.Kind.ToString());
            writer.WriteString("description"u8, wait);
            writer.WriteNumber("seconds"u8, Finite(task.Wait.Seconds));
            if (task.Wait.Line != 0)
            {
                writer.WriteString("file"u8, task.Wait.File);
                writer.WriteNumber("line"u8, task.Wait.Line);
            }

            writer.WriteEndObject();
        }

        WriteIfAny(writer, "holds"u8, task.Holds);
        WriteIfAny(writer, "status"u8, task.Status);
        WriteIfAny(writer, "lastFault"u8, task.LastFault);
        if (task.StartLine != 0)
        {
            writer.WriteString("startFile"u8, task.StartFile);
            writer.WriteNumber("startLine"u8, task.StartLine);
        }

        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }

    // JSON has no infinities.
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
