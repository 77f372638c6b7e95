using System.Net.Sockets;

namespace AsyncTick.Remote.Sockets;

/// <summary>A socket in the file system: how it comes into being and goes. Any thread.</summary>
internal static class SocketPath
{
    /// <summary>Makes a socket that listens, under its final name only once it does, so that no other process takes it for a dead one.</summary>
    /// <exception cref="SocketException">The system refuses.</exception>
    /// <exception cref="IOException">The name cannot be given, or the system has no such sockets.</exception>
    public static Socket Listen(string path)
    {
        if (SocketNames.ProblemOf(path, OperatingSystem.IsMacOS()) is { } problem)
        {
            throw new IOException($"{path} cannot be listened on: {problem}.");
        }

        var socket = Make();
        try
        {
            if (OperatingSystem.IsWindows())
            {
                socket.Bind(new UnixDomainSocketEndPoint(path));
                socket.Listen(Backlog);
                return socket;
            }

            var early = Path.ChangeExtension(path, ".new");
            File.Delete(early);
            socket.Bind(new UnixDomainSocketEndPoint(early));
            File.SetUnixFileMode(early, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            File.Move(early, path, overwrite: true);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that is neither bound nor connected.</summary>
    /// <exception cref="IOException">The system has no such sockets.</exception>
    public static Socket Make()
    {
        // The framework tries it out, once.
        return Socket.OSSupportsUnixDomainSockets
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : throw new IOException("This system has no Unix domain sockets, which commands to a running host go through. Windows has them from version 10 (1803) on; Wine before 10 has not.");
    }

    /// <summary>Removes the sockets of a folder that no process listens on: their hosts have ended without cleaning up.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="own">One that is known to be listened on and not tried; null for none.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task SweepAsync(string folder, string? own, CancellationToken cancellation)
    {
        Make().Dispose();
        foreach ((_, var path) in RemoteFolder.Sockets(folder))
        {
            if (path != own && !await IsAliveAsync(path, cancellation).ConfigureAwait(false))
            {
                Remove(path);
            }
        }
    }

    /// <summary>Removes a socket that no process listens on; false when one does, or it cannot be removed. Does not wait.</summary>
    public static bool RemoveIfStale(string path)
    {
        using var socket = Make();
        try
        {
            // Refused or taken in at once; a host that has too many waiting already would hold up a socket that blocks.
            socket.Blocking = false;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            Remove(path);
            return !File.Exists(path);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next one to look will try again.
        }
    }

    private const int Backlog = 128;

    private static async Task<bool> IsAliveAsync(string path, CancellationToken cancellation)
    {
        using var socket = Make();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
