using System.Net.Sockets;
using System.Threading.Channels;

namespace AsyncTick.Remote.Protocol;

/// <summary>
/// What is to be sent to a peer, in order. Adding never waits, so the loop's thread may; a peer that does not read enough loses its connection. Any thread.
/// </summary>
internal sealed class OutgoingLines(Socket socket, int maxBytes)
{
    private readonly Channel<ReadOnlyMemory<byte>> _lines = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private long _unsent;

    /// <summary>Adds a line, its line break included. Lost once the connection ends.</summary>
    public void Add(ReadOnlyMemory<byte> line)
    {
        if (Interlocked.Add(ref _unsent, line.Length) > maxBytes)
        {
            _lines.Writer.TryComplete();
            socket.Dispose();
            return;
        }

        _lines.Writer.TryWrite(line);
    }

    /// <summary>Nothing more will be added.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    /// <summary>Sends until <see cref="Complete"/> and all is sent, or the peer is gone.</summary>
    public async Task SendAsync()
    {
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                var rest = line;
                while (rest.Length > 0)
                {
                    rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
                }

                Interlocked.Add(ref _unsent, -line.Length);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _lines.Writer.TryComplete();
        }
    }
}
