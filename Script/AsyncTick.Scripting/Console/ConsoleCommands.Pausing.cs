using System.Globalization;

namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    private Task<bool> Pause(string rest, ConsoleOutput output) => PauseOrResume(rest, output, pause: true);

    private Task<bool> Resume(string rest, ConsoleOutput output) => PauseOrResume(rest, output, pause: false);

    private Task<bool> PauseOrResume(string rest, ConsoleOutput output, bool pause)
    {
        if (rest.Length == 0)
        {
            return RefuseUsage(output, Find(pause ? "Pause" : "Resume")!.Command);
        }

        string name = CommandLineText.Split(rest) is [string only] ? only : rest;
        string done = pause ? "paused" : "resumed";
        TaskRegistry tasks = _scripts.Loop.Tasks;
        if (int.TryParse(name.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            return (pause ? tasks.Pause(id) : tasks.Resume(id))
                ? Done(output, $"Task #{id} {done}.")
                : Refuse(output, $"There is no {(pause ? "running" : "paused")} task #{id}. AsyncTick.List shows those that there are.");
        }

        TaskScope[] scopes = [.. _scripts.Running.Where(run => IsNameOf(name, run)).Select(run => run.Scope)];
        if (scopes.Length == 0)
        {
            scopes = [.. Scopes(_scripts.Loop.RootScope).Where(scope => Is(scope.Path) || Is(scope.Name))];
        }

        foreach (TaskScope scope in scopes)
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
            return Done(output, $"{string.Join(", ", scopes.Select(scope => scope.Path))} {done}.");
        }

        int count = pause ? tasks.Pause(name) : tasks.Resume(name);
        return count > 0
            ? Done(output, $"{Count(count, "task")} {done}.")
            : Refuse(output, $"There is no {(pause ? "running" : "paused")} task, script or scope named '{name}'. AsyncTick.List shows those that there are.");

        bool Is(string each) => each.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<TaskScope> Scopes(TaskScope scope) => scope.Children.SelectMany(Scopes).Prepend(scope);
}
