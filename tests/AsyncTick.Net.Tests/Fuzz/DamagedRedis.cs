using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>What a client takes for a Redis server, until it publishes something: then it gets the next input for an answer.</summary>
public sealed class DamagedRedis : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte[]> _input;
    private long _sent;
    private long _connections;

    public DamagedRedis(Func<byte[]> input)
    {
        _input = input;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Inputs so far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public long Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptSocketAsync().ConfigureAwait(false));
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }

    private async Task Serve(Socket socket)
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is ['*', .. var count])
            {
                var words = new string[int.Parse(count, CultureInfo.InvariantCulture)];
                for (var i = 0; i < words.Length; i++)
                {
                    // By their length: what proves that a connection is alive is random bytes, line ends among them.
                    var length = int.Parse((await reader.ReadLineAsync().ConfigureAwait(false) ?? "$0")[1..], CultureInfo.InvariantCulture);
                    var word = new char[length + 2];
                    await reader.ReadBlockAsync(word).ConfigureAwait(false);
                    words[i] = new string(word, 0, length);
                }

                await stream.WriteAsync(Answer(words)).ConfigureAwait(false);
                if (words[0] == "PUBLISH")
                {
                    Interlocked.Increment(ref _sent);
                }
            }

            // A reset: so many ordinary ends would use up the ports.
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Cut off by the client.
        }
    }

    private byte[] Answer(string[] words) => words[0].ToUpperInvariant() switch
    {
        "PUBLISH" => _input(),
        "ECHO" => Bulk(words[1]),
        "PING" => words.Length > 1 ? Bulk(words[1]) : "+PONG\r\n"u8.ToArray(),
        "INFO" => Bulk("redis_version:7.2.0\r\nrole:master\r\nredis_mode:standalone"),
        "CONFIG" => "*0\r\n"u8.ToArray(),
        "CLIENT" when words.Length > 1 && words[1].Equals("ID", StringComparison.OrdinalIgnoreCase) => ":1\r\n"u8.ToArray(),
        "CLIENT" or "SELECT" or "AUTH" => "+OK\r\n"u8.ToArray(),
        "SUBSCRIBE" => Encoding.Latin1.GetBytes($"*3\r\n$9\r\nsubscribe\r\n${words[1].Length}\r\n{words[1]}\r\n:1\r\n"),
        _ => "-ERR unknown command\r\n"u8.ToArray(),
    };

    private static byte[] Bulk(string text) => Encoding.Latin1.GetBytes($"${text.Length}\r\n{text}\r\n");
}
