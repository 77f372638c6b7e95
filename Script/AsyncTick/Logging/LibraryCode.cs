using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Tells the library's own source files from those of its users: a list names the user's line where a task waits inside a call of the library. Any thread.
/// </summary>
internal static class LibraryCode
{
    private const string Folder = "AsyncTick";
    private const string AdapterFolder = "UnrealAsyncTick";

    // The folder that holds the library's projects, as the compiler has written it into this assembly.
    private static readonly string Root = RootOf(ThisFile());

    /// <summary>Whether a file, as the compiler names it, is the library's.</summary>
    public static bool Has(string file)
    {
        if (!file.StartsWith(Root, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = file.AsSpan(Root.Length);
        return rest.StartsWith(Folder, StringComparison.Ordinal) || rest.StartsWith(AdapterFolder, StringComparison.Ordinal);
    }

    /// <summary>Whether a wait is inside a call of the library that a task of its user has made: of the library's own tasks there is no other line to tell.</summary>
    public static bool Hides(string waitFile, string startFile) => Has(waitFile) && !Has(startFile);

    private static string RootOf(string file)
    {
        // Not by separators: those are of the system that it was built on.
        var end = file.LastIndexOf(Folder, StringComparison.Ordinal);
        return end < 0 ? file : file[..end];
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
