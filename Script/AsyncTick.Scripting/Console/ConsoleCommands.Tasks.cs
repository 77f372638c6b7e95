using System.Globalization;

namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    private Task<bool> List(string rest, ConsoleOutput output)
    {
        GameLoop loop = _scripts.Loop;
        switch (rest.ToLowerInvariant())
        {
            case "":
                IReadOnlyList<TaskInfo> running = loop.Tasks.Snapshot();
                string count = $"{Count(running.Count, "task")}, {Count(_scripts.Running.Count, "script")} running.";
                return Done(output, running.Count == 0 ? count : $"{TaskTable.Format(running)}\n{count}");
            case "-ended":
                IReadOnlyList<TaskInfo> ended = loop.Tasks.History();
                return Done(output, ended.Count == 0 ? "No task has ended yet." : TaskTable.Format(ended));
            default:
                return RefuseUsage(output, Find("List")!.Command);
        }
    }

    private Task<bool> Cancel(string rest, ConsoleOutput output)
    {
        if (rest.Length == 0)
        {
            return RefuseUsage(output, Find("Cancel")!.Command);
        }

        string name = CommandLineText.Split(rest) is [string only] ? only : rest;
        TaskRegistry tasks = _scripts.Loop.Tasks;
        if (int.TryParse(name.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            return tasks.Cancel(id)
                ? Done(output, $"Task #{id} cancelled.")
                : Refuse(output, $"There is no running task #{id}. AsyncTick.List shows those that there are.");
        }

        ScriptRun[] runs = [.. _scripts.Running.Where(run => IsNameOf(name, run))];
        foreach (ScriptRun run in runs)
        {
            run.Scope.Cancel();
        }

        int cancelled = runs.Length == 0 ? tasks.Cancel(name) : 0;
        return runs.Length + cancelled == 0
            ? Refuse(output, $"There is no running task or script named '{name}'. AsyncTick.List shows those that there are.")
            : Done(output, runs.Length > 0 ? $"{string.Join(", ", runs.Select(run => run.Name))} cancelled." : $"{Count(cancelled, "task")} cancelled.");
    }

    private Task<bool> CancelAll(string rest, ConsoleOutput output) => rest.Length > 0
        ? RefuseUsage(output, Find("CancelAll")!.Command)
        : Done(output, $"{Count(_scripts.Loop.Tasks.CancelAll(), "task")} cancelled.");

    private static bool IsNameOf(string name, ScriptRun run) =>
        name.Equals(run.Name, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Path.GetFileName(run.Path), StringComparison.OrdinalIgnoreCase)
        || name.Equals(Path.GetFileNameWithoutExtension(run.Path), StringComparison.OrdinalIgnoreCase);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
