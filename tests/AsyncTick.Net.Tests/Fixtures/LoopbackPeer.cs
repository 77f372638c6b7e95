using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>A plain socket as the other side of one connection: sends and takes exactly the bytes that a test wants.</summary>
public sealed class LoopbackPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _socket;
    private StreamReader? _reader;

    public LoopbackPeer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes the connection; the kernel has accepted it already when the other side has connected.</summary>
    public LoopbackPeer Accept()
    {
        _socket?.Dispose();
        _socket = _listener.AcceptSocket();
        _socket.NoDelay = true;
        _reader = null;
        return this;
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket!.Send(bytes)..];
        }
    }

    public string[] ReadLines(int count)
    {
        _reader ??= new StreamReader(new NetworkStream(_socket!));
        return [.. Enumerable.Range(0, count).Select(_ => _reader.ReadLine()!)];
    }

    public byte[] ReadBytes(int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = _socket!.Receive(bytes.AsSpan(filled));
            filled += read > 0 ? read : throw new EndOfStreamException($"{filled} of {count} bytes came.");
        }

        return bytes;
    }

    /// <summary>An orderly end of what this side sends.</summary>
    public void End() => _socket!.Shutdown(SocketShutdown.Send);

    /// <summary>A reset instead of an end.</summary>
    public void Reset() => _socket!.Close(0);

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }
}
