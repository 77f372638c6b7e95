using System.Globalization;

namespace AsyncTick.Scripting;

/// <summary>The commands that list, end and pause tasks.</summary>
internal sealed class TaskCommands(ScriptHost scripts)
{
    private GameLoop Loop => scripts.Loop;

    public IEnumerable<ConsoleCommand> All =>
    [
        new("List", "[-ended]", "Lists all tasks: scope, state, age, what they wait on and where. With -ended the last ones that have ended.", List),
        new("Cancel", "<id|name>", "Cancels a task by id or name, or a script by the name of its file.", Cancel) { Completion = _ => TaskNames() },
        new("CancelAll", "", "Cancels all tasks, those of scripts included.", call => call.Done($"{Count(Loop.Tasks.CancelAll())} canceled.")),
        new("Pause", "<id|name>", "Lets a task, a script or a scope rest; what it waits for is delivered when it is resumed.", call => PauseOrResume(call, pause: true))
        {
            Completion = _ => TaskNames().Concat(ScopePaths()),
        },
        new("Resume", "<id|name>", "Lets what was paused go on.", call => PauseOrResume(call, pause: false)) { Completion = _ => TaskNames().Concat(ScopePaths()) },
    ];

    private Task<bool> List(ConsoleCall call)
    {
        switch (call.Rest.ToLowerInvariant())
        {
            case "":
                var running = Loop.Tasks.Snapshot();
                var count = scripts.Running.Count;
                var counts = $"{Count(running.Count)}, {(count == 1 ? "1 script" : $"{count} scripts")} running.";
                return call.Done(running.Count == 0 ? counts : $"{TaskTable.FormatTree(running)}\n{counts}");
            case "-ended":
                var ended = Loop.Tasks.History();
                return call.Done(ended.Count == 0 ? "No task has ended yet." : TaskTable.Format(ended));
            default:
                return call.RefuseUsage();
        }
    }

    private Task<bool> Cancel(ConsoleCall call)
    {
        var name = NameIn(call);
        if (IsId(name, out var id))
        {
            return Loop.Tasks.Cancel(id)
                ? call.Done($"Task #{id} canceled.")
                : call.Refuse($"There is no running task #{id}. AsyncTick.List shows those that there are.");
        }

        ScriptRun[] runs = [.. scripts.Running.Where(run => IsNameOf(name, run))];
        foreach (var run in runs)
        {
            run.Scope.Cancel();
        }

        var canceled = runs.Length == 0 ? Loop.Tasks.Cancel(name) : 0;
        return runs.Length + canceled == 0
            ? call.Refuse($"There is no running task or script named '{name}'. AsyncTick.List shows those that there are.")
            : call.Done(runs.Length > 0 ? $"{string.Join(", ", runs.Select(run => run.Name))} canceled." : $"{Count(canceled)} canceled.");
    }

    private Task<bool> PauseOrResume(ConsoleCall call, bool pause)
    {
        var name = NameIn(call);
        var done = pause ? "paused" : "resumed";
        var tasks = Loop.Tasks;
        if (IsId(name, out var id))
        {
            return (pause ? tasks.Pause(id) : tasks.Resume(id))
                ? call.Done($"Task #{id} {done}.")
                : call.Refuse($"There is no {(pause ? "running" : "paused")} task #{id}. AsyncTick.List shows those that there are.");
        }

        TaskScope[] scopes = [.. scripts.Running.Where(run => IsNameOf(name, run)).Select(run => run.Scope)];
        if (scopes.Length == 0)
        {
            scopes = [.. Scopes(Loop.RootScope).Where(scope => Is(scope.Path) || Is(scope.Name))];
        }

        foreach (var scope in scopes)
        {
            if (pause)
            {
                scope.Pause();
            }
            else
            {
                scope.Resume();
            }
        }

        if (scopes.Length > 0)
        {
            return call.Done($"{string.Join(", ", scopes.Select(scope => scope.Path))} {done}.");
        }

        var count = pause ? tasks.Pause(name) : tasks.Resume(name);
        return count > 0
            ? call.Done($"{Count(count)} {done}.")
            : call.Refuse($"There is no {(pause ? "running" : "paused")} task, script or scope named '{name}'. AsyncTick.List shows those that there are.");

        bool Is(string each) => each.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<string> TaskNames() => scripts.Running.Select(run => run.Name).Concat(Loop.Tasks.Snapshot().Select(task => task.Name));

    private IEnumerable<string> ScopePaths() => Scopes(Loop.RootScope).Skip(1).Select(scope => scope.Path);

    private static IEnumerable<TaskScope> Scopes(TaskScope scope) => scope.Children.SelectMany(Scopes).Prepend(scope);

    private static string NameIn(ConsoleCall call) => CommandLineText.Split(call.Rest) is [string only] ? only : call.Rest;

    private static bool IsId(string name, out int id) => int.TryParse(name.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static bool IsNameOf(string name, ScriptRun run) =>
        name.Equals(run.Name, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Path.GetFileName(run.Path), StringComparison.OrdinalIgnoreCase)
        || name.Equals(Path.GetFileNameWithoutExtension(run.Path), StringComparison.OrdinalIgnoreCase);

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
