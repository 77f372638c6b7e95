using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AsyncTick.Remote.Sockets;

/// <summary>Who is at the other end of a socket, as the system tells it.</summary>
/// <param name="ProcessId">The peer's process; 0 when the system does not tell.</param>
/// <param name="User">The number of the peer's user; null when the system does not tell.</param>
internal readonly record struct Peer(int ProcessId, uint? User)
{
    /// <summary>Whether it may give commands here. Where the system does not tell, the folder's mode alone decides.</summary>
    public bool IsWelcome => User is not { } user || user == UserId.Own;

    /// <summary>Asks the system.</summary>
    public static Peer Of(Socket socket)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                const int SocketLevel = 1;
                const int PeerCredentials = 17;
                Span<int> credentials = stackalloc int[3]; // process, user, group
                socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
                return new Peer(credentials[0], (uint)credentials[1]);
            }

            if (OperatingSystem.IsMacOS())
            {
                const int LocalLevel = 0;
                const int LocalPeerCredentials = 1;
                Span<uint> credentials = stackalloc uint[19]; // struct xucred: version, user, groups
                socket.GetRawSocketOption(LocalLevel, LocalPeerCredentials, MemoryMarshal.AsBytes(credentials));
                return new Peer(0, credentials[1]);
            }
        }
        catch (SocketException)
        {
            // It has gone already; reading says so.
        }

        return default;
    }

    public override string ToString() => (ProcessId, User) switch
    {
        (0, null) => "local",
        (0, { } user) => $"user {user}",
        (var process, var user) => $"user {user}, process {process}",
    };
}
