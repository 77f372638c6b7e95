using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net;

/// <summary>Says in words what a socket error means for the person who gave the address.</summary>
internal static class SocketErrors
{
    public static string Connect(string host, int port, SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"No server listens on {host}:{port} (connection refused). Is the server running, and is the port right?",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"The name '{host}' cannot be resolved ({error.SocketErrorCode}).",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"There is no route to {host}:{port} ({error.SocketErrorCode}).",
        SocketError.TimedOut => $"{host}:{port} did not answer (connection timed out).",
        _ => $"Connecting to {host}:{port} failed: {error.Message} ({error.SocketErrorCode}).",
    };

    public static string Bind(IPEndPoint endpoint, SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"Cannot listen on {endpoint}: the port is taken by another program, or by an earlier run that still is in the task list. Cancel that, or choose another port (0 takes a free one).",
        SocketError.AccessDenied => $"Cannot listen on {endpoint}: access denied. Ports below 1024 need privileges; choose a higher one.",
        SocketError.AddressNotAvailable => $"Cannot listen on {endpoint}: this machine has no such address. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.",
        _ => $"Cannot listen on {endpoint}: {error.Message} ({error.SocketErrorCode}).",
    };
}
