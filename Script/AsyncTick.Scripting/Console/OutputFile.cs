namespace AsyncTick.Scripting;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    /// <summary>Where a file of this name goes: <see cref="ConsoleOptions.OutputFolder"/>, unless the name says a folder.</summary>
    public static string PathOf(string name, ConsoleOptions options) =>
        Path.GetFullPath(name, options.OutputFolder.Length > 0 ? Path.GetFullPath(options.OutputFolder) : Environment.CurrentDirectory);

    /// <summary>Writes a file and the folders above it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
