using System.Diagnostics;

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
    /// <exception cref="NetworkException">Not connected, or no answer in time: the entry may or may not be in the stream.</exception>
    public async Task<string> Add(params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Length, nameof(fields));
        var arguments = new List<object>(2 + (2 * fields.Length)) { Key, "*" };
        foreach (var (name, value) in fields)
        {
            arguments.Add(name);
            arguments.Add(value);
        }

        return (string)(await _client.Execute("XADD", [.. arguments]))!;
    }

    /// <summary>Entries in the stream.</summary>
    public async Task<long> Length() => (long)await _client.Execute("XLEN", Key);

    /// <summary>Entries that members of a group have taken and not acknowledged.</summary>
    /// <param name="group">The group.</param>
    public async Task<long> Pending(string group) =>
        (long)((StackExchange.Redis.RedisResult[])(await _client.Execute("XPENDING", Key, group))!)[0];

    /// <summary>
    /// Handles entries one after another as a member of a group, until the task is cancelled. An entry is acknowledged after its
    /// handler has returned, so each is handled at least once, whatever dies: a handler that throws, this process, another
    /// member, or the connection. Waits for the connection when there is none.
    /// </summary>
    /// <param name="group">Each entry goes to one member of a group; made when it does not exist.</param>
    /// <param name="consumer">This member's name, unique in the group. The same name after a crash gets its own entries back at once.</param>
    /// <param name="handle">Handles one entry; when it throws, the entry is handed out again later.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="OperationCanceledException">The task was cancelled.</exception>
    public async Task Work(string group, string consumer, Func<RedisStreamEntry, Task> handle, RedisWorkOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        ArgumentNullException.ThrowIfNull(handle);
        var worker = new RedisStreamWorker(_client, Key, group, consumer, handle, options ?? new RedisWorkOptions());
        while (true)
        {
            await _client.WhenConnected();
            try
            {
                await worker.Run();
            }
            catch (NetworkException e)
            {
                Async.Loop.Log.Write(LogVerbosity.Warning, $"Redis stream '{Key}', consumer {consumer}: {e.Message} What was not acknowledged is handled again.");
                await Async.Delay(_client.Options.Reconnect.FirstSeconds, Clock.Real);
            }
        }
    }
}
