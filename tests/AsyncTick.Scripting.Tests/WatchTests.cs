namespace AsyncTick.Scripting.Tests;

/// <summary>A saved file is noticed at once where the system tells, and soon where it does not.</summary>
public sealed class WatchTests : ScriptTestBase
{
    private readonly List<string> _output = [];
    private string _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _output.Clear();
        _folder = TestPaths.NewFolder();
    }

    [TearDown]
    public void RemoveFolder()
    {
        Test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        Test.RunUntilIdle();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Watch_FileSaved_IsNoticedWithoutWaitingForALook()
    {
        Watch(lookSeconds: 1_000_000);
        Write("Log(\"two\"); await Delay(1000);");
        Test.PumpUntil(() => Lines.Contains("two"));
        Assert.That(Host.Running, Has.Count.EqualTo(1));
    }

    [Test]
    public void Watch_FileReplacedByAnother_IsNoticedWithoutWaitingForALook()
    {
        Watch(lookSeconds: 1_000_000);
        var other = Path.Combine(_folder, "Watched.cs.saving");
        File.WriteAllText(other, "Log(\"two\"); await Delay(1000);");
        File.Move(other, Path.Combine(_folder, "Watched.cs"), overwrite: true);
        Test.PumpUntil(() => Lines.Contains("two"));
        Assert.That(Host.Running, Has.Count.EqualTo(1));
    }

    [Test]
    public void Watch_FolderReplaced_IsSeenAtTheNextLook()
    {
        // What the system watches is the folder that is gone.
        Watch(lookSeconds: 0.25);
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        Write("Log(\"two\"); await Delay(1000);");
        Test.PumpUntil(() => Lines.Contains("two"));
        Assert.That(Host.Running, Has.Count.EqualTo(1));
    }

    [Test]
    public void Watch_FileUntouched_RunsOnce()
    {
        Watch(lookSeconds: 0.25);
        Test.Advance(3);
        Test.RunUntilIdle();
        Assert.That((Host.RunCount, Lines.Length), Is.EqualTo((1, 1)));
    }

    private void Watch(double lookSeconds)
    {
        ConsoleCommands console = new(Host, new ConsoleOptions { ScriptFolders = [_folder], WatchSeconds = lookSeconds });
        Write("Log(\"one\"); await Delay(1000);");
        Assert.That(console.ExecuteAsync("Watch Watched.cs", (_, text) => _output.Add(text)).IsCompletedSuccessfully, Is.True);
        Test.PumpUntil(() => Lines.Contains("one"));
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder, "Watched.cs"), text);
}
