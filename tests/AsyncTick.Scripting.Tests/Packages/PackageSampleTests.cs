namespace AsyncTick.Scripting.Tests;

/// <summary>The samples that use packages, in the headless host.</summary>
public sealed class PackageSampleTests
{
    [Test]
    public async Task LevelSheet_ItsOwnExample_PlacesActorsOverFrames()
    {
        PackageSource.Require("YamlDotNet", "16.3.0");
        using HeadlessProcess process = new(TestPaths.Script("LevelSheet.cs"), "--exec", "Eval await Until(() => Loop.Tasks.Snapshot().All(task => task.Name != \"LevelSheet.cs\"))", "--exec", "Actors");
        Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Errors));
        Assert.That(process.Output, Has.Some.EndsWith("LogAsyncTick: 4 actors of 2 rows are placed"));
        Assert.That(process.Output, Is.SupersetOf(new[] { "PointLight 'Lamp1'", "PointLight 'Lamp2'", "PointLight 'Lamp3'", "StaticMeshActor 'Crate'" }));
        Assert.That(process.Errors, Is.Empty);
    }

    [Test]
    public async Task LevelSheet_InTwoProcessesAtOnce_IsResolvedByOneOfThemForBoth()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Only here can the folder of the user's local application data be another one for the length of a test.");
        }

        PackageSource.Require("YamlDotNet", "16.3.0");
        var folder = TestPaths.NewFolder();
        try
        {
            Dictionary<string, string> environment = new() { ["XDG_DATA_HOME"] = folder };
            using HeadlessProcess one = new(environment, TestPaths.Script("LevelSheet.cs"));
            using HeadlessProcess two = new(environment, TestPaths.Script("LevelSheet.cs"));
            Assert.That((await one.EndAsync(), await two.EndAsync()), Is.EqualTo((0, 0)));
            string[] all = [.. one.Output, .. two.Output];
            Assert.That(all.Count(line => line.EndsWith("4 actors of 2 rows are placed", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(all.Count(line => line.Contains("LevelSheet.cs: resolving YamlDotNet with", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(Directory.EnumerateDirectories(Path.Combine(folder, "UnrealAsyncTick", "Packages")).Count(), Is.EqualTo(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task LevelSheet_ASheetOfYamlThatIsNone_FailsWithThePlaceInIt()
    {
        PackageSource.Require("YamlDotNet", "16.3.0");
        var folder = TestPaths.NewFolder();
        try
        {
            var sheet = Path.Combine(folder, "sheet.yaml");
            await File.WriteAllTextAsync(sheet, "- class: [");
            using HeadlessProcess process = new(TestPaths.Script("LevelSheet.cs"), "--", sheet);
            Assert.That(await process.EndAsync(), Is.EqualTo(1));
            Assert.That(process.Output, Has.Some.Contains("Error: Task 'LevelSheet.cs'").And.Some.Contains("(Line: 1, Col: 10"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task AsyncEx_LockAndEvent_LetOneInAfterTheOtherOnThisLoop()
    {
        PackageSource.Require("Nito.AsyncEx.Coordination", "5.1.2");
        using HeadlessProcess process = new(TestPaths.Script("AsyncEx.cs"));
        Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Errors));
        string[] said = [.. process.Output.Where(line => line.Contains("LogAsyncTick: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("LogAsyncTick: ", StringComparison.Ordinal) + 14)..]).Select(line => line.Split(" at frame")[0])];
        Assert.That(said.Where(line => line.StartsWith("the gate", StringComparison.Ordinal) || line.Contains("goes in", StringComparison.Ordinal) || line.Contains("comes out", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "the gate opens", "Ada goes in", "Ada comes out", "Grace goes in", "Grace comes out" }));
        Assert.That(process.Errors, Is.Empty);
    }
}
