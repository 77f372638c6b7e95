namespace AsyncTick.Packages.Tests;

/// <summary>The tool, installed from its package.</summary>
public sealed class ToolTests
{
    [Test]
    public void Tool_Installed_RunsAScript()
    {
        var folder = Feed.MakeFolder("Tool");
        DotNet.Run(folder, "tool", "install", "AsyncTick.Tool", "--tool-path", folder);
        File.WriteAllText(Path.Combine(folder, "Three.cs"), "await Delay(0.1); Log(\"three\"); return 3;");

        (var status, var output) = DotNet.Start(Path.Combine(folder, "asynctick"), folder, "", "host", "Three.cs", "--virtual", "--no-remote");

        Assert.That(output, Does.Contain("three"));
        Assert.That(status, Is.EqualTo(3), output);
    }
}
