using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncTick.Remote;
using AsyncTick.Tool.Hosts;
using AsyncTick.Tool.Output;

namespace AsyncTick.Tool.Commands;

/// <summary>The commands that look at hosts; they answer also when a game thread hangs.</summary>
internal static class LookCommands
{
    public static Command Ps()
    {
        Command command = new("ps", "Lists the running hosts of this user on this machine.");
        command.SetSessionAction(async (session, _) =>
        {
            var hosts = await HostFinder.FindAllAsync(session.Canceled);
            var rows = await Task.WhenAll(hosts.Select(async host => (Host: host, Status: await StatusAsync(host, session.Canceled))));
            if (session.Json)
            {
                Console.Out.WriteLine(new JsonArray([.. rows.Select(row => Merge(row.Host.Client.Hello, row.Status))]).ToJsonString());
            }
            else if (rows.Length == 0)
            {
                Console.Error.WriteLine("asynctick: No host of this user runs here.");
            }
            else
            {
                var table = Tables.New("process", "host", "state", "tasks", "frames", "faults", "running for", "folder");
                foreach (var (host, status) in rows)
                {
                    table.Row(
                        $"{host.ProcessId}",
                        Words.Plain(host.Name),
                        StateOf(status),
                        $"{status.Number("tasks"):0}",
                        $"{status.Number("frames"):0}",
                        $"{status.Number("faults"):0}",
                        TaskTable.Duration((DateTimeOffset.Now - host.Started).TotalSeconds),
                        Words.Plain(host.Folder));
                }

                Tables.Print(table);
            }

            return ToolExitCodes.Success;
        });
        return command;
    }

    public static Command List() => Tasks("list", "Lists the tasks of a host: what each waits on and where.", (tasks, _) => Tables.OfTasks(tasks));

    public static Command Tree() => Tasks("tree", "Shows the tasks of a host as a tree of scopes.", (tasks, host) => Tables.TreeOf(tasks, host.Name));

    public static Command Dump()
    {
        Argument<FileInfo?> file = new("file") { Description = "Where to write it, here; standard output if left out.", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("dump", "Writes everything about a host's loop and its tasks as JSON.") { file };
        command.SetSessionAction(async (session, parsed) =>
        {
            var dump = (await session.AskAsync("dump")).GetProperty("dump");
            var text = JsonSerializer.Serialize(dump, new JsonSerializerOptions { WriteIndented = !session.Json });
            if (parsed.GetValue(file) is { } path)
            {
                await File.WriteAllTextAsync(path.FullName, text + "\n", session.Canceled);
            }
            else
            {
                Console.Out.WriteLine(text);
            }

            return ToolExitCodes.Success;
        });
        return command;
    }

    public static Command WhoBlocks()
    {
        Option<bool> stack = new("--stack") { Description = "Show the managed stack of the game thread, too; stops the host for some milliseconds." };
        Command command = new("who-blocks", "Says which task holds a host's game thread, since when, and from which line.") { stack };
        command.SetSessionAction(async (session, parsed) =>
        {
            var host = await session.HostAsync();
            var answer = await session.AskAsync("who-blocks");
            var frames = parsed.GetValue(stack) ? await DescribeAsync(host, ManagedStack.Read(host.ProcessId, (int)answer.Number("thread")), session.Canceled) : [];
            if (session.Json)
            {
                var result = JsonNode.Parse(answer.GetRawText())!.AsObject();
                result["stack"] = parsed.GetValue(stack) ? new JsonArray([.. frames.Select(frame => JsonValue.Create(frame))]) : null;
                Console.Out.WriteLine(result.ToJsonString());
                return ToolExitCodes.Success;
            }

            Console.Out.WriteLine($"{host.Name} ({host.ProcessId}): {Sentence(answer)}");
            foreach (var frame in frames)
            {
                Console.Out.WriteLine($"   at {frame}");
            }

            return ToolExitCodes.Success;
        });
        return command;
    }

    // Of scripts the host alone has the symbols, in its memory.
    private static async Task<string[]> DescribeAsync(FoundHost host, IReadOnlyList<StackFrame> frames, CancellationToken cancellation) => await Task.WhenAll(frames.Select(async frame =>
    {
        var place = await host.Client.RequestAsync("line", new JsonObject { ["assembly"] = frame.Assembly, ["method"] = frame.Token, ["offset"] = frame.Offset }, cancellation: cancellation);
        return place.Site() is { Length: > 0 } site ? $"{frame.Method} in {site}" : frame.Method;
    }));

    private static Command Tasks(string name, string description, Func<JsonElement, FoundHost, Spectre.Console.Rendering.IRenderable> show)
    {
        Command command = new(name, description);
        command.SetSessionAction(async (session, _) =>
        {
            var answer = await session.AskAsync("tasks");
            if (session.Json)
            {
                Console.Out.WriteLine(answer.GetRawText());
                return ToolExitCodes.Success;
            }

            if (answer.Text("state") != "ok")
            {
                Console.Error.WriteLine($"asynctick: seen from outside, because the game thread does not answer: {Sentence(answer)}");
            }

            var tasks = answer.GetProperty("tasks");
            if (tasks.GetArrayLength() == 0)
            {
                Console.Out.WriteLine("no tasks");
            }
            else
            {
                Tables.Print(show(tasks, await session.HostAsync()));
            }

            return ToolExitCodes.Success;
        });
        return command;
    }

    private static string Sentence(JsonElement answer) => answer.Text("state") switch
    {
        "ok" => $"The game thread is free; it answered in {TaskTable.Duration(answer.Number("answerSeconds"))}.",
        "blocked" when answer.TryGetProperty("heldBy", out var held) => $"{held.Text("text")}, has held the game thread for {TaskTable.Duration(held.Number("seconds"))}{(held.Text("blockedAt") is { Length: > 0 } place ? $"; it blocks at {place}" : "")}.",
        _ => $"No task runs, and no frame has come for {TaskTable.Duration(answer.Number("answerSeconds"))} at least: the host itself does not tick its loop (a modal dialog, a blocking load).",
    };

    private static string StateOf(JsonElement status) => status.Text("state") == "blocked" && status.TryGetProperty("heldBy", out var held)
        ? $"blocked for {TaskTable.Duration(held.Number("seconds"))}"
        : status.Text("state");

    private static async Task<JsonElement> StatusAsync(FoundHost host, CancellationToken cancellation)
    {
        try
        {
            return await host.Client.RequestAsync("status", cancellation: cancellation);
        }
        catch (Exception problem) when (problem is IOException or RemoteException)
        {
            return JsonSerializer.SerializeToElement(new { state = "gone" });
        }
    }

    private static JsonNode Merge(JsonElement hello, JsonElement status)
    {
        var merged = JsonNode.Parse(hello.GetRawText())!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(status.GetRawText())!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
