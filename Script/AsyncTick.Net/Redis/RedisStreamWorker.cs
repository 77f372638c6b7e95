using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// One member of a consumer group at work. Plain commands through the shared connection, no BLOCK: a blocking read would stop
/// all other commands, heartbeats included.
/// </summary>
internal sealed class RedisStreamWorker(RedisClient client, string key, string group, string consumer, Func<RedisStreamEntry, Task> handle, RedisWorkOptions options)
{
    private const double ShortestPoll = 0.001;

    /// <summary>Until the task is canceled or the connection fails.</summary>
    public async Task Run()
    {
        await client.WhenConnected();
        await EnsureGroup();
        await Recover();
        var clock = Async.Loop.Clocks.Real;
        var nextClaim = clock.Now;
        var pause = ShortestPoll;
        while (true)
        {
            if (clock.Now >= nextClaim)
            {
                await Claim();
                nextClaim = clock.Now + Math.Max(0.05, options.ClaimAfterSeconds / 4);
            }

            var entries = await Read();
            if (entries.Length > 0)
            {
                pause = ShortestPoll;
                await HandleAll(Array.ConvertAll(entries, static entry => Entry(entry, isRedelivery: false)));
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
            var position = options.FromBeginning ? StreamPosition.Beginning : StreamPosition.NewMessages;
            await client.Run(database => database.StreamCreateConsumerGroupAsync(key, group, position, createStream: true), "XGROUP CREATE");
        }
        catch (NetworkException e) when (e.InnerException is RedisServerException known && known.Message.Contains("BUSYGROUP", StringComparison.Ordinal))
        {
            // It exists: the usual case.
        }
    }

    private Task<StreamEntry[]> Read()
    {
        var count = options.MaxDeliveries > 1 ? options.BatchSize : 1;
        return client.Run(database => database.StreamReadGroupAsync(key, group, consumer, StreamPosition.NewMessages, count), "XREADGROUP");
    }

    // What this consumer took before a crash or a lost connection comes first.
    private async Task Recover()
    {
        RedisValue after = "-";
        while (await Pending(after, consumer, idle: null) is { Length: > 0 } own)
        {
            foreach (var pending in own)
            {
                await Redeliver(pending, idle: 0);
            }

            after = $"({own[^1].MessageId}";
        }
    }

    private async Task Claim()
    {
        var idle = (long)(options.ClaimAfterSeconds * 1000);
        foreach (var pending in await Pending("-", RedisValue.Null, idle))
        {
            await Redeliver(pending, idle);
        }
    }

    private Task<StreamPendingMessageInfo[]> Pending(RedisValue from, RedisValue owner, long? idle) =>
        client.Run(database => database.StreamPendingMessagesAsync(key, group, options.BatchSize, owner, from, "+", idle), "XPENDING");

    // One at a time: a delivery that the server counts must be one that the handler saw, or a process that dies in its first entry
    // counts against all that it had taken with it.
    private async Task Redeliver(StreamPendingMessageInfo pending, long idle)
    {
        var claimed = await client.Run(database => database.StreamClaimAsync(key, group, consumer, idle, [pending.MessageId]), "XCLAIM");
        if (claimed.Length == 0)
        {
            // Another member was faster, or it was deleted from the stream.
            return;
        }

        var entry = Entry(claimed[0], isRedelivery: true, (string)pending.MessageId!);
        if (entry.Fields.Count > 0 && pending.DeliveryCount >= options.MaxDeliveries)
        {
            await Bury(entry);
        }
        else
        {
            await HandleAll([entry]);
        }
    }

    // Handlers run one after another; the acknowledgements travel together, or each would cost a frame.
    private async Task HandleAll(RedisStreamEntry[] entries)
    {
        var acknowledged = new List<Task>(entries.Length);
        try
        {
            foreach (var entry in entries)
            {
                if (await Handle(entry))
                {
                    acknowledged.Add(Acknowledge(entry));
                }
            }
        }
        finally
        {
            await Task.WhenAll(acknowledged);
        }
    }

    private Task<long> Acknowledge(RedisStreamEntry entry) =>
        client.Run(database => database.StreamAcknowledgeAsync(key, group, entry.Id), "XACK");

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
            Async.ReportFault(e);
            Async.LogWarning($"Redis stream '{key}', entry {entry.Id}: its handler failed, it will be handed out again.");
            return false;
        }
    }

    private async Task Bury(RedisStreamEntry entry)
    {
        var fields = new NameValueEntry[entry.Fields.Count + 1];
        fields[0] = new NameValueEntry("origin", entry.Id);
        for (var i = 0; i < entry.Fields.Count; i++)
        {
            fields[i + 1] = new NameValueEntry(entry.Fields[i].Key, entry.Fields[i].Value);
        }

        await client.Run(database => database.StreamAddAsync($"{key}:dead", fields), "XADD");
        await Acknowledge(entry);
        Async.Loop.Log.Write(LogVerbosity.Error, $"Redis stream '{key}', entry {entry.Id}: given up after {options.MaxDeliveries} deliveries; it is in '{key}:dead' now.");
    }

    private static RedisStreamEntry Entry(StreamEntry entry, bool isRedelivery, string? id = null)
    {
        var values = entry.IsNull ? [] : entry.Values;
        var fields = new KeyValuePair<string, byte[]>[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            fields[i] = new((string)values[i].Name!, (byte[])values[i].Value!);
        }

        return new RedisStreamEntry(id ?? (string)entry.Id!, fields, isRedelivery);
    }
}
