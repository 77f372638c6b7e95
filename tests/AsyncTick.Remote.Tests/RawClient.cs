using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AsyncTick.Remote.Tests;

/// <summary>A peer that writes whatever it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private StreamReader? _reader;

    public Socket Socket => _socket;

    public static async Task<RawClient> ConnectAsync(string path)
    {
        RawClient client = new();
        await client._socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        client._reader = new StreamReader(new NetworkStream(client._socket));
        return client;
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next line; null when the host has closed the connection.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        try
        {
            return await _reader!.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line ? JsonDocument.Parse(line).RootElement : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads on until a request has ended.</summary>
    public async Task<JsonElement> NextEndAsync()
    {
        while (await ReadAsync() is { } line)
        {
            if (line.TryGetProperty("result", out _) || line.TryGetProperty("error", out _))
            {
                return line;
            }
        }

        throw new AssertionException("The connection ended before the answer.");
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _socket.Dispose();
    }
}
