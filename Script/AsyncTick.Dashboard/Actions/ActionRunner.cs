using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>Does what a page asks for: each action comes from a thread of the server and runs on the loop, as a task that the list shows.</summary>
[DebuggerDisplay("{scope.Loop.Name}")]
internal sealed class ActionRunner(DashboardScope scope, ScriptHost scripts, ConsoleCommands console, DashboardOptions options)
{
    private const double CompileSeconds = 60;

    /// <summary>Cancels a task.</summary>
    public Task<ActionResult> CancelTaskAsync(int id) => RunAsync($"cancel #{id}", () => scope.Loop.Tasks.Cancel(id)
        ? new ActionResult(true, $"Task #{id} canceled.")
        : new ActionResult(false, $"Task #{id} has ended already."));

    /// <summary>Cancels the tasks in a scope. A script's scope closes with that; others stay open for new tasks.</summary>
    public Task<ActionResult> CancelScopeAsync(int id) => RunAsync($"cancel scope {id}", () =>
    {
        if (Find(scope.Loop.RootScope, id) is not { } found)
        {
            return new ActionResult(false, "The scope has ended already.");
        }

        var count = found.TotalTaskCount;
        if (scripts.Running.Any(run => run.Scope == found))
        {
            found.Cancel();
        }
        else
        {
            found.CancelTasks();
        }

        return new ActionResult(true, $"{Tasks(count)} of {found.Path} canceled.");
    });

    /// <summary>Pauses a task, or ends that.</summary>
    public Task<ActionResult> PauseTaskAsync(int id, bool isPause) => RunAsync($"{(isPause ? "pause" : "resume")} #{id}", () =>
    {
        var tasks = scope.Loop.Tasks;
        if (isPause ? tasks.Pause(id) : tasks.Resume(id))
        {
            return new ActionResult(true, $"Task #{id} {(isPause ? "paused" : "resumed")}.");
        }

        return new ActionResult(false, isPause ? $"Task #{id} has ended or is ending." : $"Task #{id} is not paused by itself; if its scope is, resume that.");
    });

    /// <summary>Pauses a scope with all it holds, or ends that. Not one that holds the dashboard: its page would rest with it.</summary>
    public Task<ActionResult> PauseScopeAsync(int id, bool isPause) => RunAsync($"{(isPause ? "pause" : "resume")} scope {id}", () =>
    {
        if (Find(scope.Loop.RootScope, id) is not { } found)
        {
            return new ActionResult(false, "The scope has ended already.");
        }

        if (isPause)
        {
            for (var own = scope.Open(); own is not null; own = own.Parent)
            {
                if (own == found)
                {
                    return new ActionResult(false, $"{found.Path} holds this page's own tasks, which would rest with it.");
                }
            }

            found.Pause();
        }
        else
        {
            found.Resume();
        }

        return new ActionResult(true, $"{found.Path} {(isPause ? "paused" : "resumed")}.");
    });

    /// <summary>The last tasks that have ended, without the dashboard's own, as JSON. Asked for by no task: that would end as one more.</summary>
    public async Task<byte[]> ListEndedAsync()
    {
        var result = new TaskCompletionSource<TaskInfo[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!scope.TryPost(() => result.TrySetResult([.. scope.Loop.Tasks.History().Where(task => task.ScopePath != scope.Path)])))
        {
            return "[]"u8.ToArray();
        }

        var ended = await WithinAsync(result.Task, options.ActionSeconds).ConfigureAwait(false);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            TaskTable.WriteTasks(json, ended);
        }

        return stream.ToArray();
    }

    /// <summary>Evaluates a line of C#, as the console does.</summary>
    public Task<ActionResult> EvaluateAsync(string code) => string.IsNullOrWhiteSpace(code) || code.AsSpan().ContainsAny('\r', '\n')
        ? Task.FromResult(new ActionResult(false, "What is evaluated is one line of C#."))
        : RunAsync("eval", CompileSeconds, () => ExecuteAsync($"AsyncTick.Eval {code}", ""));

    /// <summary>Cancels every task but the dashboard's own.</summary>
    public Task<ActionResult> CancelAllAsync() => RunAsync("cancel all", () =>
    {
        var own = scope.Open()?.TotalTaskCount ?? 0;
        var count = scope.Loop.Tasks.Count - own;
        scope.Loop.Tasks.CancelAll();
        return new ActionResult(true, $"{Tasks(count)} canceled.");
    });

    /// <summary>Cancels a script with all it started.</summary>
    public Task<ActionResult> StopAsync(int runId) => RunAsync($"stop run {runId}", () =>
    {
        if (scripts.Running.FirstOrDefault(run => run.Id == runId) is not { } found)
        {
            return new ActionResult(false, "The script has ended already.");
        }

        found.Scope.Cancel();
        return new ActionResult(true, $"{found.Name} canceled.");
    });

    /// <summary>Compiles and starts a script, as the console does.</summary>
    public Task<ActionResult> RunScriptAsync(string script, string arguments) => script.Contains('"', StringComparison.Ordinal) || (script + arguments).AsSpan().ContainsAny('\r', '\n')
        ? Task.FromResult(new ActionResult(false, "The name of a script holds no quotes, and its arguments are one line."))
        : RunAsync(
            $"run {Path.GetFileName(script)}", CompileSeconds, () => ExecuteAsync($"AsyncTick.Run \"{script}\" {arguments}", $"{Path.GetFileName(script)} started."));

    private async Task<ActionResult> ExecuteAsync(string line, string silence)
    {
        var text = new StringBuilder();
        var done = await console.ExecuteAsync(line, (verbosity, said) => text.Append(verbosity == LogVerbosity.Warning ? "warning: " : "").Append(said).Append('\n'));
        return new ActionResult(done, text.Length > 0 ? text.ToString().TrimEnd() : silence);
    }

    private static string Tasks(int count) => count == 1 ? "1 task" : $"{count} tasks";

    private static TaskScope? Find(TaskScope from, int id)
    {
        if (from.Id == id)
        {
            return from;
        }

        foreach (var child in from.Children)
        {
            if (Find(child, id) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private Task<ActionResult> RunAsync(string name, Func<ActionResult> action) => RunAsync(name, options.ActionSeconds, () => Task.FromResult(action()));

    private async Task<ActionResult> RunAsync(string name, double seconds, Func<Task<ActionResult>> action)
    {
        var result = new TaskCompletionSource<ActionResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isEnded = !scope.TryPost(() =>
        {
            if (scope.Open() is not { } open)
            {
                result.TrySetResult(new ActionResult(false, "The dashboard or the loop is ending."));
                return;
            }

            _ = open.Start(() => ReportAsync(action, result), name);
        });
        if (isEnded)
        {
            return new ActionResult(false, "The loop has ended.");
        }

        return await WithinAsync(result.Task, seconds).ConfigureAwait(false);
    }

    /// <summary>Waits for the loop.</summary>
    /// <exception cref="HttpError">It has not answered in that time.</exception>
    public static async Task<T> WithinAsync<T>(Task<T> task, double seconds)
    {
        try
        {
            return await task.WaitAsync(Durations.Of(seconds)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new HttpError(504, string.Create(CultureInfo.InvariantCulture, $"The loop has not done it within {seconds:0.#} s: its thread is busy or stands still. It is done when the thread goes on."));
        }
    }

    private static async Task ReportAsync(Func<Task<ActionResult>> action, TaskCompletionSource<ActionResult> result)
    {
        try
        {
            result.TrySetResult(await action());
        }
        finally
        {
            result.TrySetResult(new ActionResult(false, "Canceled before it was done."));
        }
    }
}
