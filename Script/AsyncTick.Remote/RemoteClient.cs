using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncTick.Remote.Protocol;
using AsyncTick.Remote.Sockets;

namespace AsyncTick.Remote;

/// <summary>A connection to the command socket of a host, for several requests at a time. Any thread; nothing to do with a loop of the calling process.</summary>
[DebuggerDisplay("{Path}")]
public sealed class RemoteClient : IDisposable
{
    private const int MaxReplyBytes = 256 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly OutgoingLines _requests;
    private readonly ConcurrentDictionary<int, Pending> _pending = [];
    private readonly TaskCompletionSource<JsonElement> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;
    private volatile bool _isOver;

    private RemoteClient(Socket socket, string path)
    {
        _socket = socket;
        Path = path;
        _requests = new OutgoingLines(socket, MaxReplyBytes);
        _ = _requests.SendAsync();
        _ = Task.Run(ReceiveAsync);
    }

    private sealed record Pending(Action<JsonElement>? OnReply)
    {
        public TaskCompletionSource<JsonElement> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The socket.</summary>
    public string Path { get; }

    /// <summary>
    /// What the host said of itself: <c>asynctick</c>, the protocol's version, <c>host</c>, <c>process</c>, <c>version</c>, <c>folder</c>, <c>started</c>.
    /// </summary>
    public JsonElement Hello { get; private set; }

    /// <summary>Connects, and reads who is there.</summary>
    /// <exception cref="IOException">No host listens there, or none that speaks this version of the protocol.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static async Task<RemoteClient> ConnectAsync(string path, CancellationToken cancellation = default)
    {
        var socket = SocketPath.Make();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            if (!Peer.Of(socket).IsWelcome)
            {
                throw new IOException($"{path} is listened on by another user.");
            }
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException or IOException or ArgumentException)
        {
            socket.Dispose();
            throw problem is SocketException or ArgumentException ? new IOException($"No host listens at {path}: {problem.Message}.", problem) : problem;
        }

        var client = new RemoteClient(socket, path);
        try
        {
            client.Hello = await client._hello.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Asks for something. A cancellation is passed on to the host, whose answer is waited for all the same.</summary>
    /// <param name="verb">What is asked for.</param>
    /// <param name="fields">The verb's own members; null for none.</param>
    /// <param name="onReply">Told of each line before the last, in order, on a pool thread.</param>
    /// <param name="cancellation">Asks the host to cancel the request.</param>
    /// <returns>The result.</returns>
    /// <exception cref="RemoteException">The host answered with an error.</exception>
    /// <exception cref="IOException">The connection ended before the answer.</exception>
    public async Task<JsonElement> RequestAsync(string verb, JsonObject? fields = null, Action<JsonElement>? onReply = null, CancellationToken cancellation = default)
    {
        var id = Interlocked.Increment(ref _lastId);
        var pending = new Pending(onReply);
        _pending[id] = pending;
        Send(id, verb, fields);
        if (_isOver)
        {
            End();
        }

        void Abort() => Send(Interlocked.Increment(ref _lastId), "abort", new JsonObject { ["request"] = id });
        await using (cancellation.UnsafeRegister(_ => Abort(), null).ConfigureAwait(false))
        {
            return await pending.Done.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connection; the host cancels what was asked for and is not detached.</summary>
    public void Dispose()
    {
        _requests.Complete();
        _socket.Dispose();
    }

    private void Send(int id, string verb, JsonObject? fields)
    {
        var line = fields is null ? [] : (JsonObject)fields.DeepClone();
        line["id"] = id;
        line["verb"] = verb;
        _requests.Add(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
    }

    private async Task ReceiveAsync()
    {
        try
        {
            await foreach (var line in IncomingLines.ReadAsync(_socket, MaxReplyBytes, CancellationToken.None).ConfigureAwait(false))
            {
                using var document = JsonDocument.Parse(line);
                Take(document.RootElement.Clone());
            }
        }
        catch (Exception bad) when (bad is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            _hello.TrySetException(new IOException($"What listens at {Path} does not speak this protocol: {bad.Message}", bad));
        }
        finally
        {
            _isOver = true;
            End();
        }
    }

    private void Take(JsonElement reply)
    {
        if (reply.TryGetProperty("asynctick", out var version))
        {
            if (version.GetInt32() == RemoteProtocol.Version)
            {
                _hello.TrySetResult(reply);
            }
            else
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"The host at {Path} speaks protocol {version.GetInt32()}, this program {RemoteProtocol.Version}: use a tool of the host's version.");
                _hello.TrySetException(new IOException(text));
            }
        }
        else if (reply.GetProperty("id") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var id) && _pending.TryGetValue(id, out var pending))
        {
            Take(reply, id, pending);
        }
    }

    private void Take(JsonElement reply, int id, Pending pending)
    {
        if (reply.TryGetProperty("result", out var result))
        {
            _pending.TryRemove(id, out _);
            pending.Done.TrySetResult(result);
        }
        else if (reply.TryGetProperty("error", out var error))
        {
            _pending.TryRemove(id, out _);
            pending.Done.TrySetException(new RemoteException(error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!));
        }
        else
        {
            pending.OnReply?.Invoke(reply);
        }
    }

    private void End()
    {
        var ended = new IOException($"The host at {Path} has closed the connection.");
        _hello.TrySetException(ended);
        foreach (var pending in _pending.Values)
        {
            pending.Done.TrySetException(ended);
        }
    }
}
