using System.Text.Json;

namespace AsyncTick.Dashboard.Tests.Live;

/// <summary>What a page is sent, and what the loop pays for it.</summary>
public sealed class LiveFeedTests
{
    private TestDashboard _host = null!;

    private GameLoop Loop => _host.Test.Loop;

    [SetUp]
    public void Start() => _host = new TestDashboard();

    [TearDown]
    public void End() => _host.Dispose();

    [Test]
    public void NoPage_NothingRunsOnTheLoop()
    {
        Assert.That(_host.Test.Step(), Is.EqualTo(PumpResult.Idle));
        using (_host.OpenStream())
        {
            _host.Test.PumpUntil(() => Loop.Tasks.Snapshot().Any(task => task is { Name: "watch tasks", ScopePath: "test/dashboard" }));
        }

        // The frame after the last task's end may still clear up behind it.
        _host.Test.PumpUntil(() => Loop.Tasks.Count == 0 && _host.Test.Step() == PumpResult.Idle);
        Assert.That(_host.Test.Step(10), Is.EqualTo(PumpResult.Idle));
    }

    [Test]
    public void Page_Opened_GetsEverythingAndThenWhatChanges()
    {
        var door = new AsyncManualResetEvent(name: "door");
        var waiting = Loop.Start(async () => await door.WaitAsync(), "half a \ud83d pair");
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => page.All("set").Any(row => row[0].GetInt32() == waiting.Id && row[6].GetInt32() == (int)WaitKind.Event));
        Assert.That(page.Events[0].Name, Is.EqualTo("full"));
        Assert.That(page.Events[0].Data.GetProperty("loop").GetString(), Is.EqualTo("test"));
        var added = page.All("add").Single(row => row[0].GetInt32() == waiting.Id);
        Assert.That(added[3].GetString(), Is.EqualTo("half a \ufffd pair"));
        Assert.That(page.All("set").First(row => row[0].GetInt32() == waiting.Id)[12].GetString(), Is.EqualTo("door"));
        Assert.That(page.All("sites").Select(site => site.GetString()), Has.Some.EndsWith($"{nameof(LiveFeedTests)}.cs:36"));

        var later = Loop.Start(async () => await door.WaitAsync(), "later");
        _host.Test.PumpUntil(() => page.All("add").Any(row => row[0].GetInt32() == later.Id));
        Assert.That(page.All("add").Count(row => row[0].GetInt32() == waiting.Id), Is.EqualTo(1), "told once");

        door.Set();
        _host.Test.PumpUntil(() => page.All("gone").Count(id => id.GetInt32() == later.Id || id.GetInt32() == waiting.Id) == 2);
        Assert.That(page.Events.Skip(1).Select(each => each.Name), Has.All.EqualTo("delta"));
    }

    [Test]
    public void Task_CancelingPausedAndLocked_ShowsAsItIs()
    {
        var gate = new AsyncLock("gate");
        var scope = Loop.RootScope.CreateChild("group");
        var holder = scope.Start(async () =>
        {
            using (await gate.LockAsync())
            {
                await Async.Delay(1e9);
            }
        });
        var waiter = scope.Start(async () =>
        {
            using (await gate.LockAsync())
            {
            }
        });
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => Last(page, waiter.Id) is { } row && row[6].GetInt32() == (int)WaitKind.Lock && row[11].GetInt32() == holder.Id && row[12].GetString() == "gate");

        scope.Pause();
        _host.Test.PumpUntil(() => Last(page, holder.Id)!.Value[1].GetInt32() == (int)TaskState.Paused);
        scope.Resume();
        _host.Test.PumpUntil(() => Last(page, holder.Id)!.Value[1].GetInt32() == (int)TaskState.Waiting);
        scope.CancelTasks();
        _host.Test.PumpUntil(() => page.All("goneScopes").Any(id => id.GetInt32() == scope.Id));
    }

    [Test]
    public void WaitOutsideTheLoop_IsFoundByItsLine()
    {
        var never = new TaskCompletionSource();
        var task = Loop.Start(() => Outside(never.Task), "outside");
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => Last(page, task.Id) is { } row && row.GetArrayLength() > 12 && row[12].GetString() == nameof(Outside) && row[7].GetInt32() >= 0);
        Assert.That(page.All("sites").Select(site => site.GetString()), Has.Some.EndsWith($"{nameof(LiveFeedTests)}.cs:168"));
        never.SetResult();
        _host.Test.PumpUntil(() => task.IsCompleted);
    }

    [Test]
    public void Fault_Repeated_IsOneEntryWithItsStack()
    {
        for (var i = 0; i < 5; i++)
        {
            _ = Loop.Start(Broken, "broken");
            _host.Test.Step(2);
        }

        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => page.All("newFaults").Length > 0);
        var fault = page.All("newFaults").Single();
        Assert.That(fault.GetProperty("count").GetInt32(), Is.EqualTo(5));
        Assert.That(fault.GetProperty("message").GetString(), Is.EqualTo("OOPS"));
        Assert.That(fault.GetProperty("stack").GetString(), Does.Contain($"{nameof(LiveFeedTests)}.cs:line"));

        async Task Broken()
        {
            await Async.NextFrame();
            throw new InvalidOperationException("OOPS");
        }
    }

    [Test]
    public void Log_LinesOfBeforeAndAfter_ArriveOnce()
    {
        _host.Tail.Write(LogVerbosity.Warning, "before");
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => page.All("log").Length == 1);
        _host.Tail.Write(LogVerbosity.Log, "after");
        _host.Test.PumpUntil(() => page.All("log").Length == 2);
        Assert.That(page.All("log").Select(line => (line[0].GetInt64(), line[2].GetInt32(), line[3].GetString())), Is.EqualTo(new[] { (1L, 1, "before"), (2L, 3, "after") }));
    }

    [Test]
    public void Loop_ThatStandsStill_IsTold()
    {
        using var page = _host.OpenStream();
        Assert.That(() => page.Events.Any(each => each.Data.TryGetProperty("silent", out _)), Is.True.After(10).Seconds.PollEvery(20).MilliSeconds);
    }

    [Test]
    public void CancelAll_LeavesThePageLive()
    {
        var victim = Loop.Start(async () => await Async.Delay(1e9), "victim");
        using var page = _host.OpenStream();
        _host.Test.PumpUntil(() => Last(page, victim.Id) is not null);
        var (status, text) = _host.Ask("/api/cancel", """{"all":true}""");
        Assert.That(status, Is.EqualTo(200));
        Assert.That(text, Does.Contain("1 task canceled."));
        _host.Test.PumpUntil(() => page.All("gone").Any(id => id.GetInt32() == victim.Id));
        Assert.That(victim.IsCompleted, Is.True);
    }

    [Test]
    public void Cancel_TaskOrScope_ActsOnTheLoopAsATask()
    {
        var scope = Loop.RootScope.CreateChild("group");
        var first = scope.Start(async () => await Async.Delay(1e9));
        var second = scope.Start(async () => await Async.Delay(1e9));
        var third = Loop.Start(async () => await Async.Delay(1e9));
        Assert.That(_host.Ask("/api/cancel", $$"""{"task":{{third.Id}}}""").Text, Does.Contain("canceled"));
        _host.Test.PumpUntil(() => third.IsCompleted);
        Assert.That(Loop.Tasks.History().Select(task => task.Name), Does.Contain($"cancel #{third.Id}"));
        Assert.That(_host.Ask("/api/cancel", $$"""{"scope":{{scope.Id}}}""").Text, Does.Contain("2 tasks of test/group canceled."));
        _host.Test.PumpUntil(() => first.IsCompleted && second.IsCompleted);
        Assert.That(scope.IsCancellationRequested, Is.False, "open for new tasks");
        Assert.That(_host.Ask("/api/cancel", $$"""{"task":{{third.Id}}}""").Text, Does.Contain("has ended already"));
    }

    private static async Task Outside(Task never)
    {
        await never;
    }

    private static JsonElement? Last(StreamReading page, int id) => page.All("set").Where(row => row[0].GetInt32() == id).Select(row => (JsonElement?)row).LastOrDefault();
}
