using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>Ports of loopback for servers that cannot choose one themselves.</summary>
internal static class LoopbackPort
{
    // Below those that the system gives to outgoing connections: such a one could take the port meanwhile, or, while nothing listens there, reach itself.
    private const int First = 12_000;
    private const int Last = 32_000;

    /// <summary>One that nothing listens on.</summary>
    public static int Free()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(First, Last);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Another one.
            }
        }
    }
}
