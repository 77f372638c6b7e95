using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AsyncTick;

/// <summary>Questions about a whole loop, answered when asked. On the loop's thread unless a member says otherwise.</summary>
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

    /// <summary>Whose step holds the loop's thread right now; null when none runs. Any thread, and meant for another: it neither waits for the loop nor disturbs it.</summary>
    public static ThreadHold? WhoHolds(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        if (loop.Watch.Hold() is not { } held)
        {
            return null;
        }

        var record = ((TaskContext)held.Task!).Record;
        var isTask = held.Task!.Id != 0 && !record.IsDetached;
        return new ThreadHold
        {
            TaskId = isTask ? held.Task.Id : 0,
            TaskName = isTask ? record.NameFromOutside : "",
            ScopePath = ((TaskContext)held.Task).Scope.Path,
            Seconds = Stopwatch.GetElapsedTime(held.Stamp).TotalSeconds,
            File = held.Line == 0 ? record.Details.StartFile : held.File,
            Line = held.Line == 0 ? record.Details.StartLine : held.Line,
            BlockedAt = loop.Watch.BlockedAt ?? "",
            Description = loop.Watch.Describe(held).TrimEnd(','),
        };
    }

    /// <summary>
    /// The tasks as they can be seen without the loop's thread: exact while that thread is held by one step, otherwise a task that begins or ends meanwhile may be
    /// missing, one that is just being started without its name, and rows may differ in age by a moment. Without the await of code outside the loop. Any thread.
    /// </summary>
    public static IReadOnlyList<TaskInfo> PeekTasks(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return TaskDescriber.Peek(loop);
    }

    /// <summary>As <see cref="ToJson"/>, from <see cref="PeekTasks"/>: without ended tasks and child loops. Any thread.</summary>
    public static string PeekJson(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return TaskTable.Json(writer =>
        {
            writer.WriteStartObject();
            WriteCounters(writer, loop);
            writer.WritePropertyName("tasks"u8);
            TaskTable.WriteTasks(writer, PeekTasks(loop));
            writer.WriteEndObject();
        });
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
        TaskState.Canceling => $"canceled ({task.CancelReason}), still at {task.Wait}",
        TaskState.Paused => $"paused at {task.Wait}",
        TaskState.Running => "running now",
        _ => task.Wait.ToString(),
    };

    private static void WriteCounters(Utf8JsonWriter writer, GameLoop loop)
    {
        var stats = loop.Stats;
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
    }

    private static void WriteLoop(Utf8JsonWriter writer, GameLoop loop)
    {
        writer.WriteStartObject();
        WriteCounters(writer, loop);
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
