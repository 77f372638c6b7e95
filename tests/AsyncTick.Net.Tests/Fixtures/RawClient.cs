using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>A plain socket as a client of a server under test, driven by the test's own frames.</summary>
public sealed class RawClient : IDisposable
{
    private readonly NetLoop _loop;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public RawClient(NetLoop loop, IPEndPoint server)
    {
        _loop = loop;
        _socket.Connect(server);
    }

    public RawClient Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public RawClient Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException)
        {
            // Cut off already: the answer says why.
        }

        return this;
    }

    /// <summary>Pumps until the answer has all of the text, or the server has closed; answers everything that came.</summary>
    public string Until(string text, double limitSeconds = 10)
    {
        var answer = new StringBuilder();
        var buffer = new byte[64 * 1024];
        var over = false;
        _loop.PumpUntil(
            () =>
            {
                while (!over && _socket.Poll(0, SelectMode.SelectRead))
                {
                    try
                    {
                        var read = _socket.Receive(buffer);
                        answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                        over = read == 0;
                    }
                    catch (SocketException e)
                    {
                        answer.Append($"<{e.SocketErrorCode}>");
                        over = true;
                    }
                }

                return over || (text.Length > 0 && answer.ToString().Contains(text, StringComparison.Ordinal));
            },
            limitSeconds);
        return answer.ToString();
    }

    /// <summary>Pumps until the server has closed.</summary>
    public string UntilClosed(double limitSeconds = 10) => Until("", limitSeconds);

    public RawClient End()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed by the server already.
        }

        return this;
    }

    public void Reset() => _socket.Close(0);

    public void Dispose() => _socket.Dispose();
}
