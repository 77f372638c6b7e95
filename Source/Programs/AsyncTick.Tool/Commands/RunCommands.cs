using System.CommandLine;
using System.Text.Json.Nodes;

namespace AsyncTick.Tool.Commands;

/// <summary>The commands that run code in a host.</summary>
internal static class RunCommands
{
    public static Command Run()
    {
        Argument<string> script = new("script") { Description = "A file here, which is sent; - for standard input." };
        Argument<string[]> arguments = new("args") { Description = "What the script sees as args.", Arity = ArgumentArity.ZeroOrMore, CaptureRemainingTokens = true };
        Option<bool> keep = new("--keep") { Description = "Leave a running copy of the same file beside the new one." };
        Option<bool> detach = new("--detach") { Description = "Return when the script has started, and leave it running." };
        Command command = new("run", "Runs a script in a host: its log streams here, Ctrl-C cancels it, its exit code is returned. Options go before the script.") { script, arguments, keep, detach };
        command.SetSessionAction(async (session, parsed) =>
        {
            var (name, text) = await ReadAsync(parsed.GetRequiredValue(script), session.Canceled);
            JsonObject fields = new()
            {
                ["name"] = name,
                ["text"] = text,
                ["args"] = new JsonArray([.. (parsed.GetValue(arguments) ?? []).Select(each => JsonValue.Create(each))]),
                ["keep"] = parsed.GetValue(keep),
                ["detach"] = parsed.GetValue(detach),
            };
            return parsed.GetValue(detach) ? await StartAsync(session, fields) : await RunAsync(session, fields);
        });
        return command;
    }

    public static Command Eval()
    {
        Argument<string[]> code = new("code") { Description = "An expression or statements of C#; await works.", Arity = ArgumentArity.OneOrMore, CaptureRemainingTokens = true };
        Command command = new("eval", "Evaluates a line of C# in a host and prints its value.") { code };
        command.SetSessionAction(async (session, parsed) =>
        {
            var result = await session.AskAsync("eval", new JsonObject { ["code"] = string.Join(' ', parsed.GetRequiredValue(code)) });
            session.PrintResult("result", result);
            if (!session.Json && result.GetProperty("value").GetString() is { } value)
            {
                Console.Out.WriteLine(value);
            }

            return ToolExitCodes.Success;
        });
        return command;
    }

    private static async Task<int> RunAsync(Session session, JsonObject fields)
    {
        var result = await session.AskAsync("run", fields);
        session.PrintResult("result", result);
        return result.GetProperty("exitCode").GetInt32();
    }

    private static async Task<int> StartAsync(Session session, JsonObject fields)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = session.AskAsync("run", fields, reply =>
        {
            if (reply.TryGetProperty("started", out var run))
            {
                session.PrintResult("started", run);
                if (!session.Json)
                {
                    Console.Out.WriteLine($"{run.GetProperty("name").GetString()} started.");
                }

                started.TrySetResult();
            }
            else if (!started.Task.IsCompleted)
            {
                session.PrintReply(reply);
            }
        });
        await await Task.WhenAny(started.Task, running);
        return ToolExitCodes.Success;
    }

    private static async Task<(string Name, string Text)> ReadAsync(string script, CancellationToken cancellation) => script == "-"
        ? ("stdin.cs", await Console.In.ReadToEndAsync(cancellation))
        : (Path.GetFullPath(script), await File.ReadAllTextAsync(script, cancellation));
}
