using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AsyncTick;

/// <summary>Questions about a whole loop, answered when asked. On the loop's thread.</summary>
public static class LoopDiagnostics
{
    private const int TasksPerScope = 20;

    /// <summary>
    /// What keeps a loop alive, as text: its tasks by scope with what each waits on, locks held, child loops, timers, queues. The answer to
    /// "why does it not end?" (AsyncEx #242 asks for it).
    /// </summary>
    public static string WhyAlive(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        var tasks = loop.Tasks.Snapshot();
        var others = OtherBusiness(loop);
        if (tasks.Count == 0 && others.Count == 0)
        {
            return $"Nothing keeps loop '{loop.Name}' alive: no task, no timer, nothing ready.";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Loop '{loop.Name}' is kept alive by {tasks.Count} task(s)");
        foreach (var scope in tasks.GroupBy(static task => task.ScopePath).OrderBy(static scope => scope.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {scope.Key}: {scope.Count()}");
            foreach (var task in scope.Take(TasksPerScope))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    #{task.Id} '{task.Name}', {StateWords(task)}, for {TaskTable.Duration(task.Wait.Seconds)}");
                if (task.Holds.Length > 0)
                {
                    text.Append("; holds ").Append(task.Holds);
                }
            }

            if (scope.Count() > TasksPerScope)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    and {scope.Count() - TasksPerScope} more");
            }
        }

        foreach (var line in others)
        {
            text.Append("\n  ").Append(line);
        }

        return text.ToString();
    }

    /// <summary>The tasks that have waited longest at one place, the longest first.</summary>
    public static IReadOnlyList<TaskInfo> LongestWaits(GameLoop loop, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return [.. loop.Tasks.Snapshot().OrderByDescending(static task => task.Wait.Seconds).Take(count)];
    }

    /// <summary>A whole loop as JSON: its counters, its tasks, the ended ones it remembers, and its child loops that run on this thread.</summary>
    public static string ToJson(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return TaskTable.Json(writer => WriteLoop(writer, loop));
    }

    // What keeps the loop busy besides tasks, in words; empty for nothing.
    private static List<string> OtherBusiness(GameLoop loop)
    {
        var lines = new List<string>();
        Add(loop.Ready.Count, "ready entries");
        Add(loop.Next.Count, "entries that wait for the next frame");
        Add(loop.Pausing.Count, "entries of paused tasks");
        Add(loop.Cancellation.Deferrals.Count, "cancellations held off by Defer");
        Add(loop.Tasks.Records.Detached.OtherPending, "waits of code that ended tasks left running");
        Add(loop.Clocks.Real.PendingWaits + loop.Clocks.PendingWaits, "waits for a time, those of tasks included");
        if (loop.HasRemotePosts)
        {
            lines.Add("posts from other threads");
        }

        foreach (var child in loop.ChildLoops)
        {
            lines.Add($"loop '{child.Loop.Name}' ({child.Drive}), {child.Loop.Watch.LiveTasks} tasks");
        }

        return lines;

        void Add(int count, string what)
        {
            if (count > 0)
            {
                lines.Add($"{count} {what}");
            }
        }
    }

    private static string StateWords(TaskInfo task) => task.State switch
    {
        TaskState.Cancelling => $"cancelled ({task.CancelReason}), still at {task.Wait}",
        TaskState.Paused => $"paused at {task.Wait}",
        TaskState.Running => "running now",
        _ => task.Wait.ToString(),
    };

    private static void WriteLoop(Utf8JsonWriter writer, GameLoop loop)
    {
        var stats = loop.Stats;
        writer.WriteStartObject();
        writer.WriteString("loop"u8, loop.Name);
        writer.WriteNumber("frame"u8, stats.Frames);
        writer.WriteNumber("realSeconds"u8, loop.Clocks.Real.Now);
        writer.WriteStartObject("stats"u8);
        writer.WriteNumber("steps"u8, stats.Steps);
        writer.WriteNumber("refusedPumps"u8, stats.RefusedPumps);
        writer.WriteNumber("overBudgetFrames"u8, stats.OverBudgetFrames);
        writer.WriteNumber("ready"u8, stats.Ready);
        writer.WriteNumber("waitingForFrame"u8, stats.WaitingForFrame);
        writer.WriteNumber("lastPumpSeconds"u8, stats.LastPumpSeconds);
        writer.WriteNumber("longestPumpSeconds"u8, stats.LongestPumpSeconds);
        writer.WriteNumber("longestBacklog"u8, stats.LongestBacklog);
        writer.WriteNumber("longestReadySeconds"u8, stats.LongestReadySeconds);
        writer.WriteNumber("endedTasks"u8, stats.EndedTasks);
        writer.WriteNumber("faults"u8, stats.Faults);
        writer.WriteNumber("slowSteps"u8, stats.SlowSteps);
        writer.WriteEndObject();
        writer.WritePropertyName("tasks"u8);
        TaskTable.WriteTasks(writer, loop.Tasks.Snapshot());
        writer.WritePropertyName("ended"u8);
        TaskTable.WriteTasks(writer, loop.Tasks.History());
        writer.WriteStartArray("childLoops"u8);
        foreach (var child in loop.ChildLoops)
        {
            if (child.Loop.IsOnLoopThread)
            {
                WriteLoop(writer, child.Loop);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
