using System.Diagnostics;
using System.Text.Json;
using AsyncTick.Remote.Sockets;

namespace AsyncTick.Remote.Protocol;

/// <summary>What a peer has asked for, and the way back to it. Any thread; replies after the connection has ended are lost.</summary>
[DebuggerDisplay("{Verb} {Id}")]
internal sealed class RemoteRequest(string id, string verb, JsonElement body, Peer peer, OutgoingLines replies) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private int _isOver;

    /// <summary>As the peer wrote it, a number or a quoted text.</summary>
    public string Id => id;

    public string Verb => verb;

    public Peer Peer => peer;

    /// <summary>Told before the end is sent: to the peer a request is over when it has the answer.</summary>
    public Action<RemoteRequest>? Ending { get; init; }

    /// <summary>Canceled by the peer, or by the end of its connection when it is not detached.</summary>
    public CancellationToken Canceled => _cancel.Token;

    /// <summary>Goes on when its connection ends.</summary>
    public bool IsDetached { get; } = FlagOf(body, "detach");

    public void Dispose() => _cancel.Dispose();

    public void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over.
        }
    }

    /// <summary>A text of the request; null when there is none.</summary>
    /// <exception cref="FormatException">It is there and is no text.</exception>
    public string? Text(string name) => !body.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? TextOf(value, name) : throw new FormatException($"'{name}' has to be a string.");

    /// <exception cref="FormatException">It is not there.</exception>
    public string Required(string name) => Text(name) ?? throw new FormatException($"'{verb}' needs '{name}'.");

    /// <exception cref="FormatException">It is there and is no number from 0 to <paramref name="most"/>.</exception>
    public double? Number(string name, double most) => !body.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0 && number <= most ? number
        : throw new FormatException($"'{name}' has to be a number from 0 to {most:0}.");

    /// <exception cref="FormatException">It is there and is no list of texts.</exception>
    public string[] Texts(string name) => !body.TryGetProperty(name, out var list) ? []
        : list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(each => TextOf(each, name))]
            : throw new FormatException($"'{name}' has to be a list of strings.");

    /// <summary>Whether a member is there and true.</summary>
    public bool Flag(string name) => FlagOf(body, name);

    /// <summary>A request's id as the peer wrote it in another one's member; null when there is none.</summary>
    public string? IdIn(string name) => body.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    /// <summary>Sends what a command has to say.</summary>
    public void Say(LogVerbosity verbosity, string text) => Reply("out", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("verbosity"u8, verbosity.ToString());
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    });

    /// <summary>Sends a line of the log.</summary>
    public void Log(LogLine line)
    {
        Reply("log", writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("number"u8, line.Number);
            writer.WriteString("time"u8, line.Time);
            writer.WriteString("verbosity"u8, line.Verbosity.ToString());
            writer.WriteString("text"u8, line.Message);
            writer.WriteEndObject();
        });
    }

    /// <summary>Sends something in between.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="write">Writes its value.</param>
    public void Reply(string kind, Action<Utf8JsonWriter> write) => replies.Add(JsonLine.Make(writer =>
    {
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id);
        writer.WritePropertyName(kind);
        write(writer);
    }));

    /// <summary>Ends it with a result: an object whose members <paramref name="write"/> writes. Only the first end counts.</summary>
    public void Complete(Action<Utf8JsonWriter> write) => End("result", write);

    /// <summary>Ends it with an error. Only the first end counts.</summary>
    public void Fail(string code, string message) => End("error", writer =>
    {
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
    });

    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException bad)
        {
            throw new FormatException($"'{name}' is no Unicode text: {bad.Message}", bad);
        }
    }

    private static bool FlagOf(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private void End(string kind, Action<Utf8JsonWriter> write)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            Ending?.Invoke(this);
            Reply(kind, writer =>
            {
                writer.WriteStartObject();
                write(writer);
                writer.WriteEndObject();
            });
        }
    }
}
