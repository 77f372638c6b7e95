using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace AsyncTick.Remote.Protocol;

/// <summary>Reads lines up to a length.</summary>
internal static class IncomingLines
{
    /// <summary>The lines without their breaks; ends with the connection. A line is valid until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <paramref name="maxBytes"/>.</exception>
    public static async IAsyncEnumerable<ReadOnlySequence<byte>> ReadAsync(Socket socket, int maxBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (TryOpen(socket) is not { } stream)
        {
            yield break;
        }

        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await ReadSomeAsync(pipe, cancellation).ConfigureAwait(false);
                if (read is not { } result)
                {
                    yield break;
                }

                var rest = result.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    yield return Limited(rest.Slice(0, end), maxBytes);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                Limited(rest, maxBytes);
                pipe.AdvanceTo(rest.Start, rest.End);
                if (result.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    // A peer may be gone before it is looked at.
    private static NetworkStream? TryOpen(Socket socket)
    {
        try
        {
            return new NetworkStream(socket, ownsSocket: false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static ReadOnlySequence<byte> Limited(ReadOnlySequence<byte> line, int maxBytes) =>
        line.Length <= maxBytes ? line : throw new InvalidDataException($"A line is longer than {maxBytes} bytes.");

    private static async ValueTask<ReadResult?> ReadSomeAsync(PipeReader pipe, CancellationToken cancellation)
    {
        try
        {
            return await pipe.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
