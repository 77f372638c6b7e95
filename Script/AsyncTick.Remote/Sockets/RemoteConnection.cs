using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using AsyncTick.Remote.Protocol;

namespace AsyncTick.Remote.Sockets;

/// <summary>One peer: its requests, several at a time, and their replies. Works on the thread pool.</summary>
[DebuggerDisplay("{_peer}: {_requests.Count} requests")]
internal sealed class RemoteConnection(Socket socket, Peer peer, RemoteOptions options, ReadOnlyMemory<byte> hello, Func<string, Func<RemoteRequest, Task>?> find)
{
    // What a peer that does not read may take to let the last lines go.
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    private readonly Peer _peer = peer;
    private readonly ConcurrentDictionary<string, RemoteRequest> _requests = [];
    private readonly OutgoingLines _replies = new(socket, options.MaxUnsentBytes);

    /// <summary>Serves the peer until it or the server ends the connection. Never faulted.</summary>
    public async Task ServeAsync(CancellationToken ended)
    {
        _replies.Add(hello);
        var sending = _replies.SendAsync();
        try
        {
            await ReceiveAsync(ended).ConfigureAwait(false);
        }
        catch (Exception bad) when (bad is InvalidDataException or JsonException or FormatException or InvalidOperationException)
        {
            // One line that is not understood, text that is no Unicode (InvalidOperationException) included, and no later one can be trusted.
            _replies.Add(Error("null", RemoteProtocol.BadRequest, bad.Message));
        }
        finally
        {
            foreach (var request in _requests.Values.Where(request => !request.IsDetached))
            {
                request.Cancel();
            }

            _replies.Complete();
            try
            {
                await sending.WaitAsync(LastLines, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // It does not read.
            }

            socket.Dispose();
            await sending.ConfigureAwait(false);
        }
    }

    /// <summary>Ends it. Any thread.</summary>
    public void Abort() => socket.Dispose();

    private async Task ReceiveAsync(CancellationToken ended)
    {
        await foreach (var line in IncomingLines.ReadAsync(socket, options.MaxLineBytes, ended).ConfigureAwait(false))
        {
            if (!IsBlank(line))
            {
                Begin(line);
            }
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> line) => line.Length == 0 || (line.Length == 1 && line.FirstSpan[0] == '\r');

    private void Begin(ReadOnlySequence<byte> line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 16 });
        var body = document.RootElement;
        if (body.ValueKind != JsonValueKind.Object
            || !body.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)
            || !body.TryGetProperty("verb", out var verb) || verb.ValueKind != JsonValueKind.String)
        {
            throw new FormatException("A request is a JSON object with an 'id', a number or a string, and a 'verb'.");
        }

        var request = new RemoteRequest(id.GetRawText(), verb.GetString()!, body.Clone(), _peer, _replies) { Ending = Forget };
        if (Refusal(request, out var handler) is var (code, message))
        {
            request.Fail(code, message);
            request.Dispose();
            return;
        }

        _ = Task.Run(() => RunAsync(request, handler!));
    }

    private (string Code, string Message)? Refusal(RemoteRequest request, out Func<RemoteRequest, Task>? handler)
    {
        handler = request.Verb == "abort" ? AbortAsync : find(request.Verb);
        return handler is null ? (RemoteProtocol.BadRequest, $"'{request.Verb}' is not a verb of protocol {RemoteProtocol.Version}.")
            : _requests.Count >= options.MaxRequests ? (RemoteProtocol.Busy, $"{options.MaxRequests} requests of this connection run already.")
            : !_requests.TryAdd(request.Id, request) ? (RemoteProtocol.BadRequest, $"Request {request.Id} runs already.")
            : null;
    }

    private Task AbortAsync(RemoteRequest request)
    {
        var found = request.IdIn("request") is { } id && id != request.Id ? _requests.GetValueOrDefault(id) : null;
        found?.Cancel();
        request.Complete(writer => writer.WriteBoolean("found"u8, found is not null));
        return Task.CompletedTask;
    }

    private async Task RunAsync(RemoteRequest request, Func<RemoteRequest, Task> handler)
    {
        try
        {
            await handler(request).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            request.Fail(RemoteProtocol.Canceled, "Canceled.");
        }
        catch (FormatException bad)
        {
            request.Fail(RemoteProtocol.BadRequest, bad.Message);
        }
        catch (Exception fault)
        {
            request.Fail(RemoteProtocol.Failed, $"{fault.GetType().Name}: {ExceptionText.Message(fault)}");
        }
        finally
        {
            Forget(request);
            request.Dispose();
        }
    }

    // Its id may be another one's by now.
    private void Forget(RemoteRequest request) => _requests.TryRemove(KeyValuePair.Create(request.Id, request));

    private static ReadOnlyMemory<byte> Error(string id, string code, string message) => JsonLine.Make(writer =>
    {
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id);
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    });
}
