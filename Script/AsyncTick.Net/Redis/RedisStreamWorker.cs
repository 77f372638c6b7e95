using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// One member of a consumer group at work. Plain commands through the shared connection, no BLOCK: a blocking read would stop
/// everybody else's commands, heartbeats included.
/// </summary>
internal sealed class RedisStreamWorker(RedisClient client, string key, string group, string consumer, Func<RedisStreamEntry, Task> handle, RedisWorkOptions options)
{
    private const double ShortestPoll = 0.001;

    public async Task Run()
    {
        await EnsureGroup();

        // What this consumer took before a crash or a lost connection comes first.
        var after = "0";
        while (await Read(after) is { Count: > 0 } own)
        {
            await HandleAll(own);
            after = own[^1].Id;
        }

        var clock = Async.Loop.Clocks.Real;
        var nextClaim = clock.Now;
        var pause = ShortestPoll;
        while (true)
        {
            if (clock.Now >= nextClaim)
            {
                await HandleAll(await Claim());
                nextClaim = clock.Now + Math.Max(0.05, options.ClaimAfterSeconds / 4);
            }

            var entries = await Read(">");
            if (entries.Count > 0)
            {
                pause = ShortestPoll;
                await HandleAll(entries);
            }
            else
            {
                await Async.Delay(pause, Clock.Real);
                pause = Math.Min(pause * 2, options.PollSeconds);
            }
        }
    }

    private async Task EnsureGroup()
    {
        try
        {
            await client.Execute("XGROUP", "CREATE", key, group, options.FromBeginning ? "0" : "$", "MKSTREAM");
        }
        catch (NetworkException e) when (e.InnerException is RedisServerException known && known.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It exists: the usual case.
        }
    }

    private async Task<List<RedisStreamEntry>> Read(string after)
    {
        var answer = await client.Execute("XREADGROUP", "GROUP", group, consumer, "COUNT", options.BatchSize, "STREAMS", key, after);
        if (answer.IsNull)
        {
            return [];
        }

        var streams = (RedisResult[])answer!;
        return streams.Length == 0 ? [] : Entries(((RedisResult[])streams[0]!)[1], isRedelivery: after != ">");
    }

    // Handlers run one after another; the acknowledgements travel together, or each would cost a frame.
    private async Task HandleAll(List<RedisStreamEntry> entries)
    {
        var acknowledged = new List<Task>(entries.Count);
        try
        {
            foreach (var entry in entries)
            {
                if (await Handle(entry))
                {
                    acknowledged.Add(client.Execute("XACK", key, group, entry.Id));
                }
            }
        }
        finally
        {
            await Task.WhenAll(acknowledged);
        }
    }

    private async Task<bool> Handle(RedisStreamEntry entry)
    {
        if (entry.Fields.Count == 0)
        {
            // Deleted from the stream while it was pending: there is nothing left to do.
            return true;
        }

        try
        {
            await handle(entry);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !Async.Token.IsCancellationRequested)
        {
            Async.Loop.Log.Write(LogVerbosity.Error, $"Redis stream '{key}', entry {entry.Id}: its handler failed, it will be handed out again. {ExceptionText.Full(e)}");
            return false;
        }
    }

    private async Task<List<RedisStreamEntry>> Claim()
    {
        var idle = (long)(options.ClaimAfterSeconds * 1000);
        var pending = (RedisResult[])(await client.Execute("XPENDING", key, group, "IDLE", idle, "-", "+", options.BatchSize))!;
        if (pending.Length == 0)
        {
            return [];
        }

        var claim = new List<object> { key, group, consumer, idle };
        var givenUp = new HashSet<string>();
        foreach (var item in pending)
        {
            var parts = (RedisResult[])item!;
            var id = (string)parts[0]!;
            claim.Add(id);
            if ((long)parts[3] >= options.MaxDeliveries)
            {
                givenUp.Add(id);
            }
        }

        var entries = Entries(await client.Execute("XCLAIM", [.. claim]), isRedelivery: true);
        foreach (var entry in entries.FindAll(entry => givenUp.Contains(entry.Id)))
        {
            await Bury(entry);
            entries.Remove(entry);
        }

        return entries;
    }

    private async Task Bury(RedisStreamEntry entry)
    {
        var arguments = new List<object> { $"{key}:dead", "*", "origin", entry.Id };
        foreach (var (name, value) in entry.Fields)
        {
            arguments.Add(name);
            arguments.Add((RedisValue)value);
        }

        await client.Execute("XADD", [.. arguments]);
        await client.Execute("XACK", key, group, entry.Id);
        Async.Loop.Log.Write(LogVerbosity.Error, $"Redis stream '{key}', entry {entry.Id}: given up after {options.MaxDeliveries} deliveries; it is in '{key}:dead' now.");
    }

    private static List<RedisStreamEntry> Entries(RedisResult answer, bool isRedelivery)
    {
        var items = (RedisResult[])answer!;
        var entries = new List<RedisStreamEntry>(items.Length);
        foreach (var item in items)
        {
            if (item.IsNull)
            {
                continue;
            }

            var parts = (RedisResult[])item!;
            var fields = new List<KeyValuePair<string, byte[]>>();
            if (!parts[1].IsNull)
            {
                var values = (RedisResult[])parts[1]!;
                for (var i = 0; i + 1 < values.Length; i += 2)
                {
                    fields.Add(new((string)values[i]!, (byte[])values[i + 1]!));
                }
            }

            entries.Add(new RedisStreamEntry((string)parts[0]!, fields, isRedelivery));
        }

        return entries;
    }
}
