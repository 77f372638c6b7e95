using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AsyncTick.Net;

/// <summary>
/// Keeps servers from taking the process's last file descriptors: without a few of them the runtime itself cannot go on. The system hands
/// out the lowest free number, so a socket's own number says how many are in use.
/// </summary>
internal static partial class DescriptorLimit
{
    private const int Reserve = 128;

    private static readonly ulong Usable = Read();

    public static bool IsReached(Socket socket) => !OperatingSystem.IsWindows() && (ulong)socket.Handle >= Usable;

    private static ulong Read()
    {
        if (OperatingSystem.IsWindows() || GetLimit(OperatingSystem.IsLinux() ? 7 : 8, out var limit) != 0)
        {
            return ulong.MaxValue;
        }

        return limit.Soft - Math.Min(Reserve, limit.Soft / 4);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
