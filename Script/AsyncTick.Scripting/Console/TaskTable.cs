using System.Globalization;

namespace AsyncTick.Scripting;

/// <summary>Writes tasks as the table of <c>AsyncTick.List</c>.</summary>
internal static class TaskTable
{
    public static string Write(IReadOnlyList<TaskInfo> tasks, string rootName)
    {
        TextTable table = new(("Id", true), ("Name", false), ("Scope", false), ("State", false), ("Age", true), ("Resumes", true), ("Used", true), ("Waits on", false));
        foreach (TaskInfo task in tasks)
        {
            table.Add(
                task.Id.ToString(CultureInfo.InvariantCulture),
                task.Name,
                WithoutRoot(task.ScopePath, rootName),
                State(task),
                Seconds(task.AgeSeconds),
                task.Resumes.ToString(CultureInfo.InvariantCulture),
                Milliseconds(task.UsedSeconds),
                Wait(task));
        }

        return table.ToString();
    }

    /// <summary>A duration in the unit that reads best: <c>0.4 s</c>, <c>2:05</c>, <c>3:10:00</c>.</summary>
    public static string Seconds(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : TimeSpan.FromSeconds(seconds) is var span && span.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}");

    /// <summary>A short duration in milliseconds, with two decimals below ten.</summary>
    public static string Milliseconds(double seconds) => seconds < 0.01
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.00} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms");

    private static string WithoutRoot(string path, string rootName) =>
        path.StartsWith(rootName + "/", StringComparison.Ordinal) ? path[(rootName.Length + 1)..] : "-";

    private static string State(TaskInfo task)
    {
        string state = task.State.ToString().ToLowerInvariant();
        return task.CancelReason == CancelReason.None ? state : $"{state} ({task.CancelReason})";
    }

    private static string Wait(TaskInfo task)
    {
        string wait = task.State is TaskState.Waiting or TaskState.Cancelling ? task.Wait.ToString() : task.LastFault;
        return task.Status.Length == 0 ? wait : $"{wait} [{task.Status}]";
    }
}
