namespace AsyncTick.Plugin.Tests;

/// <summary>A folder for the length of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("asynctick-plugin-").FullName;

    public string Write(string name, string text = "")
    {
        var file = Path.Combine(Location, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Location, recursive: true);
}
