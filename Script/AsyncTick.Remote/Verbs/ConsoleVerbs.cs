using AsyncTick.Remote.Protocol;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Verbs;

/// <summary>The verbs of the host's console: any command, completion, faults, the log. Any thread.</summary>
internal sealed class ConsoleVerbs(LoopCalls calls, ConsoleCommands console, LogTail log)
{
    private const int MostLines = 10_000;
    private const int MostCharacters = 1_000_000;

    public IEnumerable<KeyValuePair<string, Func<RemoteRequest, Task>>> All =>
    [
        new("command", CommandAsync),
        new("complete", CompleteAsync),
        new("faults", FaultsAsync),
        new("log", LogAsync),
    ];

    private async Task CommandAsync(RemoteRequest request)
    {
        var line = request.Required("line");
        var isDone = true;
        await calls.RunAsync(request, async () =>
        {
            foreach (var command in console.SplitCommands(line))
            {
                isDone &= await console.ExecuteAsync(command, request.Say).InScope();
            }
        }).ConfigureAwait(false);
        if (isDone)
        {
            request.Complete(_ => { });
        }
        else
        {
            request.Fail(RemoteProtocol.Refused, "The command was not done.");
        }
    }

    private async Task CompleteAsync(RemoteRequest request)
    {
        var line = request.Required("line");
        var cursor = (int)(request.Number("cursor", MostCharacters) ?? line.Length);
        var completion = await calls.AskAsync(() => console.Complete(line, Math.Min(cursor, line.Length)), request.Canceled).ConfigureAwait(false);
        request.Complete(writer =>
        {
            writer.WriteNumber("start"u8, completion.Start);
            writer.WriteStartArray("candidates"u8);
            foreach (var candidate in completion.Candidates)
            {
                writer.WriteStringValue(candidate);
            }

            writer.WriteEndArray();
        });
    }

    private async Task FaultsAsync(RemoteRequest request)
    {
        var (count, faults) = await calls.AskAsync(() => (console.Faults.Count, console.Faults.Latest()), request.Canceled).ConfigureAwait(false);
        request.Complete(writer =>
        {
            writer.WriteNumber("count"u8, count);
            writer.WriteStartArray("faults"u8);
            foreach (var fault in faults)
            {
                writer.WriteStartObject();
                writer.WriteNumber("number"u8, fault.Number);
                writer.WriteNumber("frame"u8, fault.Frame);
                writer.WriteNumber("task"u8, fault.TaskId);
                writer.WriteString("name"u8, fault.TaskName);
                writer.WriteString("scope"u8, fault.ScopePath);
                writer.WriteString("type"u8, fault.Type);
                writer.WriteString("message"u8, fault.Message);
                writer.WriteString("stack"u8, fault.Stack);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private async Task LogAsync(RemoteRequest request)
    {
        var lines = (int)(request.Number("lines", MostLines) ?? 20);
        var last = (long?)request.Number("after", long.MaxValue) ?? Math.Max(0, log.LastNumber - lines);
        using var news = new SemaphoreSlim(1);
        Action<LogLine> ring = _ =>
        {
            if (news.CurrentCount == 0)
            {
                news.Release();
            }
        };
        log.Written += ring;
        try
        {
            List<LogLine> fresh = [];
            do
            {
                await news.WaitAsync(request.Canceled).ConfigureAwait(false);
                last = log.ReadAfter(last, fresh);
                fresh.ForEach(line => request.Log(line));
                fresh.Clear();
            }
            while (request.Flag("follow"));
        }
        finally
        {
            log.Written -= ring;
        }

        request.Complete(writer => writer.WriteNumber("last"u8, last));
    }
}
