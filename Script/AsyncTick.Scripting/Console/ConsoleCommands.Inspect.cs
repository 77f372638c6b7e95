using System.Globalization;

namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    private Task<bool> Stats(string rest, ConsoleOutput output)
    {
        if (rest.Length > 0)
        {
            return RefuseUsage(output, Find("Stats")!.Command);
        }

        GameLoop loop = _scripts.Loop;
        LoopStats stats = loop.Stats;
        double megabytes = GC.GetTotalMemory(forceFullCollection: false) / (1024.0 * 1024.0);
        string waits = string.Join(
            "\n         ",
            LoopDiagnostics.LongestWaits(loop, 3).Select(task => $"#{task.Id} '{task.Name}' for {TaskTable.Duration(task.Wait.Seconds)}: {task.Wait}"));
        return Done(output, string.Create(CultureInfo.InvariantCulture, $"""
            Loop     {loop.Name}: {stats.Frames} frames, {stats.Steps} steps, {stats.Ready} ready, {stats.WaitingForFrame} waiting for the next frame
            Pump     last {TaskTable.Duration(stats.LastPumpSeconds)}, longest {TaskTable.Duration(stats.LongestPumpSeconds)}, budget {TaskTable.Duration(loop.Options.BudgetSeconds)}, {stats.OverBudgetFrames} frames over it, {stats.RefusedPumps} nested pumps refused
            Backlog  {stats.Ready} now, at most {stats.LongestBacklog} left over by a frame, the longest wait for a turn {TaskTable.Duration(stats.LongestReadySeconds)}
            Tasks    {loop.Tasks.Count} running, {loop.Tasks.EndedCount} ended, {stats.Faults} faults, {stats.SlowSteps} slow steps
            Waits    {(waits.Length > 0 ? waits : "none")}
            Scripts  {_scripts.Running.Count} running, {_scripts.RunCount} started, {_scripts.AwaitingUnload} ended and not yet out of memory
            Memory   {megabytes:0.0} MiB managed, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}
            """));
    }

    private Task<bool> KeepAlive(string rest, ConsoleOutput output) => rest.Length > 0
        ? RefuseUsage(output, Find("KeepAlive")!.Command)
        : Done(output, LoopDiagnostics.WhyAlive(_scripts.Loop));

    private Task<bool> Locks(string rest, ConsoleOutput output)
    {
        if (rest.Length > 0)
        {
            return RefuseUsage(output, Find("Locks")!.Command);
        }

        IReadOnlyList<LockInfo> held = _scripts.Loop.Tasks.HeldLocks();
        return Done(output, held.Count == 0 ? "No task holds a lock." : string.Join('\n', held));
    }

    private Task<bool> Faults(string rest, ConsoleOutput output)
    {
        if (rest.Length == 0)
        {
            return Done(output, _faults.List());
        }

        return !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? RefuseUsage(output, Find("Faults")!.Command)
            : _faults.Show(number) is { } fault
                ? Done(output, fault)
                : Refuse(output, $"There is no fault {number}, or it was too long ago. AsyncTick.Faults lists those that there are.");
    }

    private Task<bool> Dump(string rest, ConsoleOutput output)
    {
        string json = LoopDiagnostics.ToJson(_scripts.Loop);
        if (rest.Length == 0)
        {
            return Done(output, json);
        }

        if (CommandLineText.Split(rest) is not [string name])
        {
            return RefuseUsage(output, Find("Dump")!.Command);
        }

        string path = Path.GetFullPath(name, _options.OutputFolder.Length > 0 ? Path.GetFullPath(_options.OutputFolder) : Environment.CurrentDirectory);
        return InTask("Dump", output, async () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, json, Async.Token);
            output(LogVerbosity.Display, $"Written to {path}");
            return true;
        });
    }
}
