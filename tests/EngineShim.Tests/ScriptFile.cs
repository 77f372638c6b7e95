namespace AsyncTick.EngineShim.Tests;

/// <summary>A script for the length of a test, in a folder of its own whose name has a blank.</summary>
internal sealed class ScriptFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("asynctick scripts ").FullName;

    public ScriptFile(string text, string name = "Test.cs")
    {
        Name = name;
        Location = Path.Combine(_folder, name);
        File.WriteAllText(Location, text);
    }

    public string Name { get; }

    public string Location { get; }

    /// <summary>The steps that run it and wait until it has begun.</summary>
    public string[] Run(string arguments = "") => [$"exec AsyncTick.Run \"{Location}\" {arguments}", $"until {Name} started", "frames 1 0.000001"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
