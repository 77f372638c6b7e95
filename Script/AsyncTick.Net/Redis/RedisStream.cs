using System.Diagnostics;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>
/// A Redis stream: entries stay in the server until a member of each group has handled and acknowledged them. For those who cannot
/// lose messages, or who spread work over many engine instances. Needs Redis 6.2. Game thread only.
/// </summary>
[DebuggerDisplay("{Key}")]
public sealed class RedisStream
{
    private readonly RedisClient _client;

    internal RedisStream(RedisClient client, string key)
    {
        _client = client;
        Key = key;
    }

    /// <summary>The stream's key.</summary>
    public string Key { get; }

    /// <summary>Adds an entry at the end.</summary>
    /// <param name="fields">At least one name and value.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="NetworkException">
    /// Not connected, no answer in time, or not on enough replicas (<see cref="RedisOptions.WriteReplicas"/>): the entry may or may not be in the stream.
    /// </exception>
    public async Task<string> Add(params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Length, nameof(fields));
        var values = Array.ConvertAll(fields, static field => new NameValueEntry(field.Name, field.Value));
        return (string)(await _client.Run(database => AddWithCopies(database, values), "XADD"))!;
    }

    /// <summary>Entries in the stream.</summary>
    /// <exception cref="NetworkException">Not connected, or no answer in time.</exception>
    public Task<long> Length() => _client.Run(database => database.StreamLengthAsync(Key), "XLEN");

    /// <summary>Entries that members of a group have taken and not acknowledged.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="NetworkException">Not connected, no such group, or no answer in time.</exception>
    public async Task<long> Pending(string group) =>
        (await _client.Run(database => database.StreamPendingAsync(Key, group), "XPENDING")).PendingMessageCount;

    /// <summary>
    /// Handles entries one after another as a member of a group, until the task is canceled. An entry is acknowledged after its
    /// handler has returned, so each is handled at least once, whatever dies: a handler that throws, this process, another
    /// member, or the connection. Waits for the connection when there is none, and for longer after each failure in a row.
    /// </summary>
    /// <param name="group">Each entry goes to one member of a group; made when it does not exist.</param>
    /// <param name="consumer">This member's name, unique in the group. The same name after a crash gets its own entries back at once.</param>
    /// <param name="handle">Handles one entry; when it throws, the entry is handed out again later.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="NetworkException">The server refused the login, or refuses the stream for good (<see cref="RedisWorkOptions.MaxRefusals"/>).</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed, or is while this works.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    public async Task Work(string group, string consumer, Func<RedisStreamEntry, Task> handle, RedisWorkOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        ArgumentNullException.ThrowIfNull(handle);
        var limits = options ?? new RedisWorkOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.BatchSize);
        var worker = new RedisStreamWorker(_client, Key, group, consumer, handle, limits);
        Supervisor? supervisor = null;
        supervisor = new Supervisor($"redis stream '{Key}', consumer {consumer}", worker.Run, new SuperviseOptions
        {
            Backoff = limits.Retry,
            InPlace = true,
            IsFatal = e => e is not NetworkException
                || (e is RedisRefusedException && (_client.HasEnded || supervisor!.FailuresInARow >= limits.MaxRefusals)),
        });
        await supervisor.Run();
    }

    private async Task<RedisValue> AddWithCopies(IDatabase database, NameValueEntry[] values)
    {
        var options = _client.Options;
        var adding = database.StreamAddAsync(Key, values);
        if (options.WriteReplicas == 0)
        {
            return await adding;
        }

        // Sent right behind it through the same connection, which it holds up; so for less than a heartbeat may take.
        var limit = (int)(Math.Min(options.CommandSeconds, options.HeartbeatTimeoutSeconds) * 500);
        var waiting = database.Multiplexer.GetServer((RedisKey)Key).ExecuteAsync("WAIT", options.WriteReplicas, limit);
        await Task.WhenAll(adding, waiting);
        var copies = (long)await waiting;
        return copies >= options.WriteReplicas ? await adding
            : throw new NetworkException($"Redis {options}: entry {await adding} of stream '{Key}' is on {copies} replicas and not on {options.WriteReplicas} (RedisOptions.WriteReplicas).");
    }
}
