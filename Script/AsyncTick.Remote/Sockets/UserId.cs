using System.Runtime.InteropServices;

namespace AsyncTick.Remote.Sockets;

/// <summary>Numbers of users, where the system has them. Any thread.</summary>
internal static partial class UserId
{
    /// <summary>The user that this process acts for; 0 on Windows.</summary>
    public static uint Own { get; } = OperatingSystem.IsWindows() ? 0 : EffectiveUser();

    /// <summary>Who owns a folder; null when the system does not tell in a way known here.</summary>
    public static uint? OwnerOf(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct statx: the owner is behind mask, block size, attributes and link count, four bytes or twice four each.
        const int AtCurrentFolder = -100;
        const int NoFollow = 0x100;
        const int OwnerOffset = 20;
        const uint WantOwner = 0x8;
        Span<byte> status = stackalloc byte[256];
        return StatX(AtCurrentFolder, folder, NoFollow, WantOwner, ref MemoryMarshal.GetReference(status)) == 0 ? MemoryMarshal.Read<uint>(status[OwnerOffset..]) : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte buffer);
}
