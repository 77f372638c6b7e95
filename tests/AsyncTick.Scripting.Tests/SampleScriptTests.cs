namespace AsyncTick.Scripting.Tests;

/// <summary>The scripts in Content/Scripts say what they promise, on virtual time.</summary>
public sealed class SampleScriptTests : ScriptTestBase
{
    [Test]
    public void EverySample_Compiles_WithoutAWarningAndOpensWithItsPurpose([Values("Timers.cs", "Cancel.cs", "BrokenCoroutine.cs", "Executors.cs", "Event.cs", "Gather.cs", "Semaphore.cs")] string name)
    {
        var lines = File.ReadAllLines(TestPaths.Script(name));
        Assert.That(lines.TakeWhile(line => line.StartsWith("// ", StringComparison.Ordinal)).Count(), Is.InRange(1, 3));
        var start = RunSample(name);
        Assert.That(start.Script.Diagnostics, Is.Empty);
    }

    [Test]
    public void Timers_AMinute_TickOnTheirSecondsWithoutDrift()
    {
        RunSample("Timers.cs");
        var begin = Test.Now;
        List<(double, string)> expected = [];
        List<(double, string)> seen = [];
        for (var frame = 1; frame <= 60 * 60; frame++)
        {
            var before = Lines.Length;
            Test.Step();
            seen.AddRange(Lines.Skip(before).Select(line => (Math.Round(Test.Now - begin, 3), line)));
        }

        for (var second = 1; second <= 60; second++)
        {
            expected.Add((second, "1 seconds elapsed"));
            if (second % 3 == 0)
            {
                expected.Add((second, "3 seconds elapsed"));
            }
        }

        Assert.That(seen, Is.EquivalentTo(expected));
        Assert.That(seen.Select(line => line.Item1), Is.Ordered);
    }

    [Test]
    public void Cancel_WhileTimersRun_ListsAndCancelsThemOnly()
    {
        RunSample("Timers.cs");
        RunSample("Cancel.cs");
        Test.Step(2);
        Assert.That(Lines, Has.Length.EqualTo(3));
        Assert.That(Lines[0], Does.Match(@"^#\d+ SimpleTimer\(1\) in test/Timers\.cs waits on: .*Timers\.cs:10$"));
        Assert.That(Lines[1], Does.Match(@"^#\d+ SimpleTimer\(3\) in test/Timers\.cs waits on: .*Timers\.cs:10$"));
        Assert.That(Lines[2], Is.EqualTo("2 tasks canceled"));
        Assert.That(Test.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void Siege_SomeSeconds_HasTasksInEveryState()
    {
        RunSample("Siege.cs");
        Test.Advance(8);
        var tasks = Test.Loop.Tasks.Snapshot();
        Assert.That(tasks.Count(task => task.Name.StartsWith("Patrol ", StringComparison.Ordinal)), Is.EqualTo(40));
        Assert.That(tasks.Count(task => task.State == TaskState.Paused), Is.EqualTo(3));
        Assert.That(tasks.Single(task => task.Name == "Herald").State, Is.EqualTo(TaskState.Canceling));
        Assert.That(tasks.Count(task => task.Wait.Kind == WaitKind.Lock), Is.InRange(1, 2), "a cart that has crossed rests");
        Assert.That(Test.Log.Errors.Single(), Does.Contain("The stone hit our own tower."));

        // The herald takes its time, as it has asked for.
        Test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        Test.Advance(301);
    }

    [Test]
    public void BrokenCoroutine_Fails_IsReportedOnceAndTheRestGoesOn()
    {
        RunSample("BrokenCoroutine.cs");
        Test.Advance(1);
        Assert.That(Test.Log.Errors.Single(), Does.Contain("OOOOOOPS").And.Contain("BrokenCoroutine.cs:line 12").And.Contain("Started at BrokenCoroutine.cs:4"));
        Assert.That(Lines, Is.EqualTo(new[] { "The loop is alive." }));
    }

    [Test]
    public void Executors_RunElsewhere_BringResultsBack()
    {
        RunSample("Executors.cs");
        Test.PumpUntil(() => Host.Running.Count == 0);
        Assert.That(Lines[0], Is.EqualTo("Hello, world!"));
        Assert.That(Lines[1], Does.EndWith("frames went by meanwhile"));
        Assert.That(Lines[2..], Is.EqualTo(new[] { "Hello, Ada! Hello, Grace! Hello, Katherine!", "Hello from Greeter" }));
    }

    [Test]
    public void Event_Set_TriggersBothInTheSameFrame()
    {
        RunSample("Event.cs");
        Assert.That(Lines, Is.EqualTo(new[] { "Consumer A waiting", "Consumer B waiting" }));
        Test.Advance(0.1);
        Assert.That(Lines[2..], Is.EqualTo(new[] { "EVENT SET", "Consumer A triggered", "Consumer B triggered" }));
    }

    [Test]
    public void Semaphore_FourDownloads_TwoAtATimeInOrder()
    {
        RunSample("Semaphore.cs");
        Assert.That(Lines, Is.EqualTo(new[] { "A begins", "B begins" }));
        Test.Advance(1);
        Assert.That(Lines[2..], Is.EqualTo(new[] { "A is here", "B is here", "C begins", "D begins" }));
        Test.Advance(1.1);
        Assert.That(Lines[6..], Is.EqualTo(new[] { "C is here", "D is here" }));
    }

    [Test]
    public void Gather_BothCounters_EndTogetherAfterFifteenSeconds()
    {
        RunSample("Gather.cs");
        Assert.That(Lines, Is.EqualTo(new[] { "cor1 start", "cor2 start" }));
        Test.Advance(14.9);
        Assert.That(Lines, Has.None.EqualTo("both are done"));
        Test.Advance(0.3);
        Assert.That(Lines.Count(line => line.StartsWith("cor1 ", StringComparison.Ordinal)), Is.EqualTo(11));
        Assert.That(Lines.Count(line => line.StartsWith("cor2 ", StringComparison.Ordinal)), Is.EqualTo(16));
        Assert.That(Lines[^1], Is.EqualTo("both are done"));
    }

    private ScriptStart RunSample(string name)
    {
        var start = Await(Host.Run(TestPaths.Script(name)));
        Assert.That(start.Succeeded, Is.True, () => string.Join('\n', start.Script.Diagnostics));
        return start;
    }
}
