using System.Runtime.Versioning;
using AsyncTick.Remote.Sockets;

namespace AsyncTick.Remote;

/// <summary>The folder that holds the sockets of a user's hosts, one per process, named by process id. Any thread.</summary>
public static class RemoteFolder
{
    /// <summary>Names another folder than the default one, for hosts and for the tool.</summary>
    public const string Variable = "ASYNCTICK_SOCKETS";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary><c>/tmp/asynctick-UID</c>, or on Windows a folder in the user's local application data, unless <see cref="Variable"/> names another.</summary>
    public static string Default => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : SocketNames.DefaultFolder(OperatingSystem.IsWindows(), Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), UserId.Own);

    /// <summary>Makes the folder, for its user only, if it is not there.</summary>
    /// <exception cref="IOException">It cannot be made, or is not the user's own; the message says so.</exception>
    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }

        Verify(folder);
    }

    /// <summary>Whether the folder is there. What another user could have put in its place is an error.</summary>
    /// <exception cref="IOException">Another user owns it, or may write to it.</exception>
    public static bool Exists(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            Verify(folder);
        }

        return true;
    }

    /// <summary>The sockets in a folder, by process id; those of ended processes may still be there. Empty when there is no folder.</summary>
    /// <exception cref="IOException">The folder is not the user's own.</exception>
    public static IReadOnlyList<(int ProcessId, string Path)> Sockets(string folder) => !Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*" + SocketNames.Extension)
            .Select(path => (ProcessId: SocketNames.ProcessIdOf(Path.GetFileName(path)), Path: path))
            .Where(each => each.ProcessId > 0)
            .OrderBy(each => each.ProcessId).ThenBy(each => each.Path, StringComparer.Ordinal)];

    /// <summary>Removes the sockets that no process listens on any more.</summary>
    /// <exception cref="IOException">The folder is not the user's own, or the system has no Unix domain sockets.</exception>
    public static Task RemoveStaleAsync(string folder, CancellationToken cancellation = default) => SocketPath.SweepAsync(folder, null, cancellation);

    /// <summary>The path for a further host of this process: <c>4711.sock</c>, then <c>4711.2.sock</c>. What an earlier process of the same id has left behind (in a container all have the same) is removed.</summary>
    internal static string FreePath(string folder)
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, SocketNames.FileName(Environment.ProcessId, number));
            if (!File.Exists(path) || SocketPath.RemoveIfStale(path))
            {
                return path;
            }
        }
    }

    private static void Verify(string folder)
    {
        var info = new DirectoryInfo(folder);
        if (info.LinkTarget is not null)
        {
            throw new IOException($"{folder} is a link; commands are taken and sent only in a folder of one's own. Remove it, or name another folder in {Variable}.");
        }

        if (UserId.OwnerOf(folder) is { } owner && owner != UserId.Own)
        {
            throw new IOException($"{folder} belongs to user {owner}, not to user {UserId.Own}. Have it removed, or name another folder in {Variable}.");
        }

#pragma warning disable CA1416 // Not reached on Windows.
        var mode = info.UnixFileMode;
        if ((mode & ~OwnerOnly) != 0)
        {
            throw new IOException($"{folder} is open to other users; make it its owner's alone (chmod 700), or name another folder in {Variable}.");
        }

        if (!OperatingSystem.IsLinux())
        {
            VerifyOwner(info, mode);
        }
#pragma warning restore CA1416
    }

    // Only its owner may set a folder's mode, be it to what it is.
    [UnsupportedOSPlatform("windows")]
    private static void VerifyOwner(DirectoryInfo folder, UnixFileMode mode)
    {
        try
        {
            folder.UnixFileMode = mode;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"{folder.FullName} belongs to another user. Have it removed, or name another folder in {Variable}.", refused);
        }
    }
}
