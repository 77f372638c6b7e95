using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AsyncTick.Dashboard.Tests;

/// <summary>Reads a page's stream of updates on a thread of its own and keeps them.</summary>
internal sealed class StreamReading : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly List<(string Name, JsonElement Data)> _events = [];
    private readonly Thread _thread;
    private int _count;

    public StreamReading(Uri link)
    {
        _client.Connect("127.0.0.1", link.Port);
        _client.GetStream().Write(Encoding.ASCII.GetBytes($"GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:{link.Port}\r\nAuthorization: Bearer {link.Fragment[1..]}\r\n\r\n"));
        _thread = new Thread(Read) { IsBackground = true, Name = "page" };
        _thread.Start();
    }

    /// <summary>What has come so far.</summary>
    public (string Name, JsonElement Data)[] Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>How many have come so far; costs nothing.</summary>
    public int EventCount => Volatile.Read(ref _count);

    public bool HasEnded { get; private set; }

    /// <summary>All rows of one member, over all updates.</summary>
    public JsonElement[] All(string member) =>
        [.. Events.SelectMany(each => each.Data.TryGetProperty(member, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray().ToArray() : [])];

    public void Dispose()
    {
        _client.Dispose();
        _thread.Join();
    }

    private void Read()
    {
        try
        {
            using var reader = new StreamReader(_client.GetStream(), Encoding.UTF8);
            var name = "";
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line[7..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    var data = JsonElement.Parse(line[6..]);
                    lock (_events)
                    {
                        _events.Add((name, data));
                    }

                    Interlocked.Increment(ref _count);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or JsonException)
        {
            // Closed from one side or the other, perhaps in the middle of a line, or before this thread has begun.
        }

        HasEnded = true;
    }
}
