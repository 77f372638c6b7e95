using AsyncTick.Remote.Protocol;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Verbs;

/// <summary>The verbs that run code which the peer sends. Any thread.</summary>
internal sealed class ScriptVerbs(LoopCalls calls, ScriptHost scripts, LogTail log)
{
    // What a canceled script may take for its finally blocks before the peer is told that it goes on.
    private const double CleanUpSeconds = 5;

    public IEnumerable<KeyValuePair<string, Func<RemoteRequest, Task>>> All =>
    [
        new("eval", EvalAsync),
        new("run", RunAsync),
    ];

    private async Task EvalAsync(RemoteRequest request)
    {
        var code = request.Required("code");
        await calls.RunAsync(request, async () =>
        {
            ScriptOutput? lines = null;
            ScriptRun? running = null;
            try
            {
                var start = await scripts.EvaluateAsync(code, script => Report(request, script), started: run =>
                {
                    running = run;
                    lines = new ScriptOutput(log, run, request.Log);
                });
                await FaultReportAsync(start.Run);
                AnswerEval(request, start, lines?.LastFault);
            }
            catch (OperationCanceledException) when (running is not null)
            {
                running.Scope.Cancel();
                throw;
            }
            finally
            {
                lines?.Dispose();
            }
        }).ConfigureAwait(false);
    }

    private static void AnswerEval(RemoteRequest request, ScriptStart start, string? fault)
    {
        if (start.Run is not { } run)
        {
            request.Fail(RemoteProtocol.Compile, "The line does not compile.");
        }
        else if (run.Outcome == TaskState.Completed)
        {
            request.Complete(writer => writer.WriteString("value"u8, run.ValueText));
        }
        else
        {
            request.Fail(run.Outcome == TaskState.Canceled ? RemoteProtocol.Canceled : RemoteProtocol.Failed, fault ?? "The line did not run to its end.");
        }
    }

    private async Task RunAsync(RemoteRequest request)
    {
        var name = request.Required("name");
        if (Path.GetFileName(name).Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("'name' has to be the path of a file.");
        }

        var text = request.Required("text");
        var arguments = request.Texts("args");
        var mode = request.Flag("keep") ? ScriptStartMode.Keep : ScriptStartMode.Replace;
        await calls.RunAsync(request, async () =>
        {
            var start = await scripts.RunTextAsync(name, text, arguments, mode, script => Report(request, script));
            if (start.Run is not { } run)
            {
                request.Fail(
                    start.Script.Succeeded ? RemoteProtocol.Canceled : RemoteProtocol.Compile,
                    start.Script.Succeeded ? $"{name} was started again meanwhile; this start gives way." : $"{Path.GetFileName(name)} did not compile.");
                return;
            }

            // The script's first statement has not run yet.
            using var lines = new ScriptOutput(log, run, request.Log);
            request.Reply("started", writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("run"u8, run.Id);
                writer.WriteString("name"u8, run.Name);
                writer.WriteEndObject();
            });
            await WaitForEndAsync(run);
            await FaultReportAsync(run);
            AnswerRun(request, run, lines.LastFault);
        }).ConfigureAwait(false);
    }

    private async Task WaitForEndAsync(ScriptRun run)
    {
        try
        {
            await run.Ended.InScope();
        }
        catch (OperationCanceledException)
        {
            run.Scope.Cancel();
            try
            {
                using (Async.Defer(CleanUpSeconds))
                {
                    await run.Ended.WaitAsync(TimeSpan.FromSeconds(CleanUpSeconds), scripts.Loop.TimeProvider);
                }
            }
            catch (TimeoutException)
            {
                scripts.Loop.Log.Write(LogVerbosity.Warning, $"{run.Name} was canceled by its remote peer and has not ended after {CleanUpSeconds:0} s.");
            }

            throw;
        }
    }

    // A fault is told at the end of its frame, after those who waited for the end have gone on.
    private static async Task FaultReportAsync(ScriptRun? run)
    {
        if (run is { Outcome: TaskState.Faulted })
        {
            await Async.NextFrame();
        }
    }

    private static void AnswerRun(RemoteRequest request, ScriptRun run, string? fault)
    {
        switch (run.Outcome)
        {
            case TaskState.Canceled:
                request.Fail(RemoteProtocol.Canceled, $"{run.Name} was canceled.");
                break;
            case TaskState.Faulted:
                request.Fail(RemoteProtocol.Failed, fault ?? $"{run.Name} failed.");
                break;
            default:
                request.Complete(writer => writer.WriteNumber("exitCode"u8, run.ExitCode ?? 0));
                break;
        }
    }

    private static void Report(RemoteRequest request, CompiledScript script)
    {
        foreach (var diagnostic in script.Diagnostics)
        {
            request.Say(diagnostic.IsError ? LogVerbosity.Error : LogVerbosity.Warning, diagnostic.ToString());
        }
    }
}
