using System.Globalization;
using System.Text;

namespace AsyncTick.Scripting;

/// <summary>The commands that look inside.</summary>
internal sealed class InspectionCommands(ScriptHost scripts, FaultLog faults, ConsoleOptions options)
{
    private GameLoop Loop => scripts.Loop;

    public IEnumerable<ConsoleCommand> All =>
    [
        new("Stats", "", "Shows what the loop, the scripts and memory are doing: backlog, frames over budget, the longest waits.", Stats),
        new("KeepAlive", "", "Shows what keeps the loop alive: tasks by scope, locks, timers, child loops.", call => call.Done(LoopDiagnostics.WhyAlive(Loop))),
        new("Locks", "", "Lists the locks that tasks hold, and who waits for them.", Locks),
        new("Faults", "[number]", "Lists the last faults, or shows the stack of one.", Faults),
        new("Dump", "[file]", "Writes everything about the loop and its tasks as JSON, into a file (the editor's are in Saved/AsyncTick) or here.", Dump),
    ];

    private Task<bool> Stats(ConsoleCall call)
    {
        var stats = Loop.Stats;
        var megabytes = GC.GetTotalMemory(forceFullCollection: false) / (1024.0 * 1024.0);
        var waits = string.Join(
            "\n         ",
            LoopDiagnostics.LongestWaits(Loop, 3).Select(task => $"#{task.Id} '{task.Name}' for {TaskTable.Duration(task.Wait.Seconds)}: {task.Wait}"));
        return call.Done(string.Create(CultureInfo.InvariantCulture, $"""
            Loop     {Loop.Name}: {stats.Frames} frames, {stats.Steps} steps, {stats.Ready} ready, {stats.WaitingForFrame} waiting for the next frame
            Pump     last {TaskTable.Duration(stats.LastPumpSeconds)}, longest {TaskTable.Duration(stats.LongestPumpSeconds)}, budget {TaskTable.Duration(Loop.Options.BudgetSeconds)}, {stats.OverBudgetFrames} frames over it, {stats.RefusedPumps} nested pumps refused
            Backlog  {stats.Ready} now, at most {stats.LongestBacklog} left over by a frame, the longest wait for a turn {TaskTable.Duration(stats.LongestReadySeconds)}
            Tasks    {Loop.Tasks.Count} running, {Loop.Tasks.EndedCount} ended, {stats.Faults} faults, {stats.SlowSteps} slow steps
            Waits    {(waits.Length > 0 ? waits : "none")}
            Scripts  {scripts.Running.Count} running, {scripts.RunCount} started, {scripts.AwaitingUnload} ended and not yet out of memory
            Memory   {megabytes:0.0} MiB managed, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}
            """));
    }

    private Task<bool> Locks(ConsoleCall call)
    {
        var held = Loop.Tasks.HeldLocks();
        return call.Done(held.Count == 0 ? "No task holds a lock." : string.Join('\n', held));
    }

    private Task<bool> Faults(ConsoleCall call)
    {
        if (call.Rest.Length == 0)
        {
            return call.Done(ListFaults());
        }

        return !int.TryParse(call.Rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? call.RefuseUsage()
            : faults.Latest().FirstOrDefault(fault => fault.Number == number) is { } found
                ? call.Done($"{Line(found)}\n{found.Stack ?? "(too many different faults at once: its stack was not kept)"}")
                : call.Refuse($"There is no fault {number}, or it was too long ago. AsyncTick.Faults lists those that there are.");
    }

    private string ListFaults()
    {
        if (faults.Count == 0)
        {
            return "No task has failed.";
        }

        var latest = faults.Latest();
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} so far");
        if (faults.Count > latest.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $", the last {latest.Count} of them");
        }

        foreach (var fault in latest)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{fault.Number,3}  {Line(fault)}");
        }

        return text.Append("\nAsyncTick.Faults <number> shows the stack of one.").ToString();
    }

    private static string Line(FaultOccurrence fault)
    {
        var origin = fault.TaskId == 0 ? "code of no task" : $"'{fault.TaskName}' (#{fault.TaskId} in {fault.ScopePath})";
        return string.Create(CultureInfo.InvariantCulture, $"frame {fault.Frame}, {origin}: {fault.Type}: {fault.Message.ReplaceLineEndings(" ")}");
    }

    private Task<bool> Dump(ConsoleCall call)
    {
        var json = LoopDiagnostics.ToJson(Loop);
        if (call.Rest.Length == 0)
        {
            return call.Done(json);
        }

        if (CommandLineText.Split(call.Rest) is not [string name])
        {
            return call.RefuseUsage();
        }

        var path = OutputFile.PathOf(name, options);
        return call.InTask(Loop, "Dump", async () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, json, Async.Token);
            call.Output(LogVerbosity.Display, $"Written to {path}");
            return true;
        });
    }
}
