using System.Globalization;
using AsyncTick.Engine.Bridge;
using AsyncTick.Scripting;

namespace AsyncTick.Engine;

/// <summary>
/// What the native half has asked for and awaits: each request is a task of its own, and the native half is told once how it ended. Game thread only.
/// </summary>
internal sealed class EngineRequests(LoopHost host, Native native, Func<ulong, ScriptPlace> placeOf)
{
    private readonly Dictionary<ulong, GameTask> _running = [];

    private GameLoop Loop => host.Loop;

    /// <summary>Starts a request under the native half's number for it.</summary>
    public Status Start(ulong world, RequestKind kind, string text, ulong request)
    {
        if (_running.ContainsKey(request))
        {
            return Status.InvalidArgument;
        }

        Func<Task<Answer>>? body = kind switch
        {
            RequestKind.RunScript => () => RunScriptAsync(text, placeOf(world), request),
            RequestKind.AwaitTask => () => AwaitTaskAsync(text, request),
            _ => null,
        };
        if (body is null)
        {
            return Status.InvalidArgument;
        }

        // Not in the world's scope: its script ends with the world, and that is the answer.
        var task = Loop.Start(() => AnswerAsync(request, body), $"{(kind == RequestKind.RunScript ? "Run" : "Await")} {text}");
        if (!task.IsCompleted)
        {
            _running.Add(request, task);
        }

        return Status.Ok;
    }

    /// <summary>Ends what was asked for; a script with all that it has started. A task that was merely awaited goes on.</summary>
    public Status Cancel(ulong request)
    {
        if (!_running.TryGetValue(request, out var task))
        {
            return Status.UnknownHandle;
        }

        task.Cancel();
        return Status.Ok;
    }

    private async Task AnswerAsync(ulong request, Func<Task<Answer>> body)
    {
        Answer answer = new(TaskState.Canceled, 0, "");
        try
        {
            answer = await body();
        }
        catch (OperationCanceledException)
        {
            // Told below; the end of the request's own task is nobody's business.
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException or UnauthorizedAccessException)
        {
            answer = new(TaskState.Faulted, 0, ExceptionText.Message(fault));
        }
        finally
        {
            _running.Remove(request);
            native.EndRequest(request, answer.State, answer.ExitCode, answer.Text);
        }
    }

    private async Task<Answer> RunScriptAsync(string line, ScriptPlace place, ulong request)
    {
        var words = CommandLineText.Split(line);
        if (words.Count == 0)
        {
            return new(TaskState.Faulted, 0, "No script is named.");
        }

        if (host.Console.FindScript(words[0], out var problem) is not { } path)
        {
            return new(TaskState.Faulted, 0, problem);
        }

        LineList text = new();
        var start = await host.Scripts.RunAsync(path, [.. words.Skip(1)], ScriptStartMode.Keep, script => Report(script, text), place);
        if (start.Run is not { } run)
        {
            return new(start.Script.Succeeded ? TaskState.Canceled : TaskState.Faulted, 0, text.ToString());
        }

        // The script's first statement has not run yet.
        var scope = run.Scope.Path;
        using RequestProgress progress = new(Loop.Tasks, native, request, task => ScopePaths.IsWithin(task.ScopePath, scope));
        using ScriptOutput output = new(host.Log, run, each => text.Add(each.Message));
        try
        {
            await run.Ended.InScope();
        }
        catch (OperationCanceledException)
        {
            run.Scope.Cancel();
            throw;
        }

        if (run.Outcome == TaskState.Faulted)
        {
            // A fault is told at the end of its frame, after those who waited for the end have gone on.
            await Async.NextFrame();
        }

        return new(run.Outcome, run.ExitCode ?? 0, run.Outcome switch
        {
            TaskState.Completed => text.ToString(),
            TaskState.Faulted => output.LastFault ?? $"{run.Name} failed.",
            _ => "",
        });
    }

    private async Task<Answer> AwaitTaskAsync(string name, ulong request)
    {
        var isId = int.TryParse(name.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        if ((isId ? Loop.Tasks.Find(id) : Loop.Tasks.Find(name)) is not { } task)
        {
            return new(TaskState.Faulted, 0, $"There is no running task {(isId ? $"#{id}" : $"named '{name}'")}.");
        }

        using RequestProgress progress = new(Loop.Tasks, native, request, changed => changed.Id == task.Id);
        var outcome = await task.Outcome();
        return new(outcome.State, 0, outcome.Exception is { } fault ? $"{fault.GetType().Name}: {ExceptionText.Message(fault)}" : outcome.IsSuccess ? ResultOf(task.Task) : "");
    }

    private void Report(CompiledScript script, LineList text)
    {
        foreach (var diagnostic in script.Diagnostics.Where(static each => each.IsError))
        {
            host.Log.Write(LogVerbosity.Error, diagnostic.ToString());
            text.Add(diagnostic.ToString());
        }
    }

    // Known by its type only; a task without a result has one of a type that is .NET's own.
    private static string ResultOf(Task task)
    {
        var value = task.GetType().GetProperty("Result")?.GetValue(task);
        try
        {
            return value is null || value.GetType().Name == "VoidTaskResult" ? "" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception fault)
        {
            return $"<{value!.GetType().Name}: its ToString threw {fault.GetType().Name}>";
        }
    }

    /// <summary>Lines that any thread may add to.</summary>
    private sealed class LineList
    {
        private readonly List<string> _lines = [];

        public void Add(string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    private readonly record struct Answer(TaskState State, int ExitCode, string Text);
}
