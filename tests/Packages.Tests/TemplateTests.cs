namespace AsyncTick.Packages.Tests;

/// <summary>What <c>dotnet new</c> makes of the templates restores, builds and runs.</summary>
public sealed class TemplateTests
{
    private string _folder = null!;

    [OneTimeSetUp]
    public void Install()
    {
        _folder = Feed.MakeFolder("FromTemplates");
        DotNet.Run(_folder, "new", "install", Directory.GetFiles(Feed.Artifacts, "AsyncTick.Templates.*.nupkg").Single(), "--debug:custom-hive", Feed.Hive);
    }

    [Test]
    public void Game_Runs_ToTheEndOfItsLevel()
    {
        New("asynctick-game", "Asteroids");
        var game = Path.Combine(_folder, "Asteroids");

        Assert.That(File.ReadAllText(Path.Combine(game, "MyGame.cs")), Does.Contain("namespace Asteroids;"));
        Assert.That(DotNet.Run(game, "run"), Is.EqualTo("LogAsyncTick: 3 ...\nLogAsyncTick: 2 ...\nLogAsyncTick: 1 ...\nLogAsyncTick: The ship got away.\n"));
    }

    [Test]
    public void Host_RunsAScriptAndTakesCommands_AlsoPublished()
    {
        New("asynctick-host", "MyHost");
        var host = Path.Combine(_folder, "MyHost");
        New("asynctick-script", "Patrol", Path.Combine(host, "Scripts"));
        File.WriteAllText(Path.Combine(host, "Scripts", "Broken.cs"), "await Nothing();");
        File.WriteAllText(Path.Combine(host, "Scripts", "Three.cs"), "return 3;");

        var output = DotNet.Run(host, "run", "--", "Scripts/Patrol.cs", "Ada");
        Assert.That(output, Does.Contain("LogAsyncTick: tick 1\n").And.Contain("LogAsyncTick: Hello, Ada.\n"));

        var published = Feed.MakeFolder("Published");
        DotNet.Run(host, "publish", "-o", published);
        var program = Path.Combine(published, "MyHost.dll");
        Assert.That(DotNet.Start("dotnet", host, "", program, "Scripts/Three.cs").Status, Is.EqualTo(3));
        (var status, output) = DotNet.Start("dotnet", host, "", program, "Scripts/Broken.cs");
        Assert.That((status, output), Is.EqualTo((2, output)));
        Assert.That(output, Does.Contain("Broken.cs(1,7): error CS0103"));
        Assert.That(DotNet.Start("dotnet", host, "Help\nquit\n", program).Output, Does.Contain("AsyncTick.Run").And.Contain("AsyncTick.Dashboard"));
    }

    [Test]
    public void Host_ForAnotherSystem_IsRefusedWithTheRemedy()
    {
        New("asynctick-host", "Abroad");
        var other = OperatingSystem.IsWindows() ? "linux-x64" : "win-x64";

        (var status, var output) = DotNet.Start("dotnet", Path.Combine(_folder, "Abroad"), "", "build", "-r", other, "--no-self-contained", "-p:UseAppHost=false");

        Assert.That(status, Is.Not.Zero);
        Assert.That(output, Does.Contain($"not on {other}. Set AsyncTickRoslynDirectory"));
    }

    private void New(string template, string name, string? output = null) =>
        DotNet.Run(_folder, ["new", template, "-n", name, "--debug:custom-hive", Feed.Hive, .. output is null ? Array.Empty<string>() : ["-o", output]]);
}
