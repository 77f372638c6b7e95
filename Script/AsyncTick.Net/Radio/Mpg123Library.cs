using System.Runtime.InteropServices;
using System.Text;

namespace AsyncTick.Net;

/// <summary>
/// The entry points of libmpg123 that <see cref="Mp3Decoder"/> uses, bound at run time. Any thread.
/// </summary>
/// <remarks>
/// Function pointers instead of <c>DllImport</c>: the library's file name differs per platform and package, a missing
/// one must give our error, and a resolver registered for the assembly would be a static that pins a hot reload.
/// LGPL-2.1; it is never shipped with the project, only loaded when present.
/// </remarks>
public sealed unsafe class Mpg123Library
{
    private static readonly Lazy<Mpg123Library> DefaultLibrary =
        new(() => Load(DefaultNames()), LazyThreadSafetyMode.PublicationOnly);

    private Mpg123Library(string name, nint handle)
    {
        Name = name;
        Init = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "mpg123_init");
        New = (delegate* unmanaged[Cdecl]<byte*, int*, nint>)NativeLibrary.GetExport(handle, "mpg123_new");
        Delete = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(handle, "mpg123_delete");
        Param = (delegate* unmanaged[Cdecl]<nint, int, CLong, double, int>)NativeLibrary.GetExport(handle, "mpg123_param");
        FormatNone = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(handle, "mpg123_format_none");
        FormatAdd = (delegate* unmanaged[Cdecl]<nint, CLong, int, int, int>)NativeLibrary.GetExport(handle, "mpg123_format");
        OpenFeed = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(handle, "mpg123_open_feed");
        Feed = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, int>)NativeLibrary.GetExport(handle, "mpg123_feed");
        Read = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nuint*, int>)NativeLibrary.GetExport(handle, "mpg123_read");
        GetFormat = (delegate* unmanaged[Cdecl]<nint, CLong*, int*, int*, int>)NativeLibrary.GetExport(handle, "mpg123_getformat");
        PlainStringError = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(handle, "mpg123_strerror");
        if (Init() != 0)
        {
            throw new Mp3Exception($"{name} was found but refused to initialize (mpg123_init). Reinstall the package.");
        }
    }

    /// <summary>The library that the platform's usual names find, loaded at the first use.</summary>
    /// <exception cref="Mp3Exception">None of the names could be loaded; the message names the package to install.</exception>
    public static Mpg123Library Default => DefaultLibrary.Value;

    /// <summary>The name under which the library was found.</summary>
    public string Name { get; }

    internal delegate* unmanaged[Cdecl]<int> Init { get; }

    internal delegate* unmanaged[Cdecl]<byte*, int*, nint> New { get; }

    internal delegate* unmanaged[Cdecl]<nint, void> Delete { get; }

    internal delegate* unmanaged[Cdecl]<nint, int, CLong, double, int> Param { get; }

    internal delegate* unmanaged[Cdecl]<nint, int> FormatNone { get; }

    internal delegate* unmanaged[Cdecl]<nint, CLong, int, int, int> FormatAdd { get; }

    internal delegate* unmanaged[Cdecl]<nint, int> OpenFeed { get; }

    internal delegate* unmanaged[Cdecl]<nint, byte*, nuint, int> Feed { get; }

    internal delegate* unmanaged[Cdecl]<nint, byte*, nuint, nuint*, int> Read { get; }

    internal delegate* unmanaged[Cdecl]<nint, CLong*, int*, int*, int> GetFormat { get; }

    private delegate* unmanaged[Cdecl]<nint, byte*> PlainStringError { get; }

    /// <summary>Loads the first of some file names or full paths that can be loaded.</summary>
    /// <param name="names">Tried in order.</param>
    /// <exception cref="Mp3Exception">None could be loaded; the message names the package for each platform.</exception>
    public static Mpg123Library Load(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, typeof(Mpg123Library).Assembly, null, out var handle))
            {
                try
                {
                    return new Mpg123Library(name, handle);
                }
                catch (EntryPointNotFoundException e)
                {
                    throw new Mp3Exception($"{name} was loaded but is not libmpg123 1.26 or newer: {e.Message}", e);
                }
            }
        }

        throw new Mp3Exception(MissingMessage(names));
    }

    internal string ErrorText(nint decoder) => Marshal.PtrToStringUTF8((nint)PlainStringError(decoder)) ?? "unknown error";

    private static string[] DefaultNames()
    {
        if (OperatingSystem.IsWindows())
        {
            return ["libmpg123-0.dll", "mpg123.dll", "libmpg123.dll"];
        }

        return OperatingSystem.IsMacOS()
            ? ["libmpg123.0.dylib", "/opt/homebrew/lib/libmpg123.0.dylib", "/usr/local/lib/libmpg123.0.dylib"]
            : ["libmpg123.so.0", "libmpg123.so"];
    }

    private static string MissingMessage(IReadOnlyList<string> names)
    {
        var text = new StringBuilder("libmpg123 is needed to decode MP3 and was not found (tried ");
        text.AppendJoin(", ", names);
        text.Append("). Install it: Debian/Ubuntu 'apt install libmpg123-0', Fedora 'dnf install mpg123-libs', ");
        text.Append("Arch 'pacman -S mpg123', macOS 'brew install mpg123', ");
        text.Append("Windows: put libmpg123-0.dll from mpg123.org (64 bit) next to the executable.");
        return text.ToString();
    }
}
