using System.Globalization;
using System.Text;

namespace AsyncTick.Remote.Sockets;

/// <summary>What folders and sockets are called on each system; asks the system nothing. Any thread.</summary>
internal static class SocketNames
{
    public const string Extension = ".sock";

    // sun_path, with the byte that ends it: 104 of macOS, 108 elsewhere.
    private const int LongestOnMac = 103;
    private const int LongestElsewhere = 107;

    /// <summary>
    /// <c>/tmp/asynctick-UID</c>, by the user's number alone, as tmux does it: a service, a desktop and an ssh session of one user have different environments
    /// and have to meet. macOS gives each session a temporary folder of its own whose name is too long besides. On Windows a folder of the user's.
    /// </summary>
    public static string DefaultFolder(bool isWindows, string localApplicationData, uint user) => isWindows
        ? $@"{localApplicationData.TrimEnd('\\')}\UnrealAsyncTick\sockets"
        : string.Create(CultureInfo.InvariantCulture, $"/tmp/asynctick-{user}");

    /// <summary>The file of a process's first host, second host and so on: <c>4711.sock</c>, <c>4711.2.sock</c>.</summary>
    public static string FileName(int processId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{processId}{(number == 1 ? "" : $".{number}")}{Extension}");

    /// <summary>The process that a file's name tells; 0 for none.</summary>
    public static int ProcessIdOf(string fileName) =>
        fileName.EndsWith(Extension, StringComparison.Ordinal) && int.TryParse(fileName.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Why a path cannot be a socket's; null when it can.</summary>
    public static string? ProblemOf(string path, bool isMac)
    {
        var longest = isMac ? LongestOnMac : LongestElsewhere;
        var length = Encoding.UTF8.GetByteCount(path);
        return length <= longest ? null : string.Create(CultureInfo.InvariantCulture, $"its path has {length} bytes and a socket's at most {longest}; name a shorter folder in {RemoteFolder.Variable}");
    }
}
