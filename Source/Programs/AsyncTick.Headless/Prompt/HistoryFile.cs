namespace AsyncTick.Headless;

/// <summary>The lines typed at earlier prompts, in the user's local application data. A folder that is missing or cannot be written costs the memory and nothing else.</summary>
internal sealed class HistoryFile
{
    private const int MaxLines = 500;

    private readonly string? _path = FindPath();

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return _path is not null && File.Exists(_path) ? [.. File.ReadLines(_path).TakeLast(MaxLines)] : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Adds a line. Two prompts at a time add to one file.</summary>
    public void Add(string line)
    {
        try
        {
            if (_path is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                Trim(_path);
                File.AppendAllText(_path, line + "\n");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Remembered by this prompt only.
        }
    }

    private static void Trim(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 64 * MaxLines })
        {
            File.WriteAllLines(path, File.ReadLines(path).TakeLast(MaxLines / 2).ToArray());
        }
    }

    private static string? FindPath() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? Path.Combine(folder, "UnrealAsyncTick", "history")
            : null;
}
