namespace AsyncTick.Dashboard.Tests.Live;

/// <summary>What a page is sent when it opens: words, and what was before.</summary>
public sealed class FirstUpdateTests
{
    private TestDashboard _host = null!;

    private GameLoop Loop => _host.Test.Loop;

    [SetUp]
    public void Begin() => _host = new TestDashboard();

    [TearDown]
    public void End() => _host.Dispose();

    [Test]
    public void Words_OfEachNumberInARow_ComeWithTheFirstUpdate()
    {
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => page.EventCount > 0);
        var words = page.Events[0].Data.GetProperty("words");
        Assert.That(Enum.GetValues<WaitKind>().Select(kind => words.GetProperty("waits")[(int)kind].GetString()), Is.EqualTo(new[]
        {
            "outside", "next frame", "frames", "delay", "condition", "tick", "event", "task", "thread pool", "lock", "group", "semaphore", "queue", "barrier",
            "condition variable", "phase",
        }));
        Assert.That(Enum.GetValues<TaskState>().Select(state => words.GetProperty("states")[(int)state].GetString()), Is.EqualTo(new[]
        {
            "running", "waiting", "canceling", "completed", "canceled", "faulted", "abandoned", "paused",
        }));
        Assert.That(Enum.GetValues<CancelReason>().Select(reason => words.GetProperty("reasons")[(int)reason].GetString()), Is.EqualTo(new[]
        {
            "", "user", "timeout", "end of play", "session end", "reload", "replaced", "parent fault", "scope closed", "shutdown", "lost race",
        }));
    }

    [Test]
    public void Fault_FromBeforeTheDashboardWasStarted_IsOnPageAndConsoleUnderOneNumber()
    {
        _host.Dashboard.Stop();
        for (var i = 0; i < 3; i++)
        {
            _ = Loop.Start(async () => await Task.FromException(new InvalidOperationException(i < 2 ? $"fault {i}" : "another")), "broken");
            _host.Test.Step();
        }

        using var page = new StreamReading(_host.Dashboard.Start(0));
        _host.Test.PumpUntil(() => page.All("newFaults").Length == 2);
        Assert.That(page.All("newFaults").Select(fault => (fault.GetProperty("number").GetInt32(), fault.GetProperty("count").GetInt32())), Is.EqualTo(new[] { (1, 2), (3, 1) }));
        List<string> said = [];
        _ = _host.Console.ExecuteAsync("Faults", (_, text) => said.Add(text));
        Assert.That(said.Single(), Does.Contain("\n  1  frame ").And.Contain("\n  3  frame ").And.Contain("InvalidOperationException: another"));
    }
}
