using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What the recorder knows afterwards: whose code ran, from which line, and what woke it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecorderTests
{
    private readonly ManualStopwatch _stopwatch = new();

    [Test]
    public void Step_WokenByATask_NamesItsWakerAndBothLines()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        var woken = test.Loop.Start(async () => await gate.WaitAsync(), "woken");
        var waker = test.Loop.Start(async () =>
        {
            await NextFrame();
            _stopwatch.Spend(0.03);
            gate.Set();
        }, "waker");
        test.Step(2);

        var events = LoopRecording.Take(test.Loop).Events;
        var step = events.Single(each => each.Kind == RecordedKind.Step && each.TaskId == woken.Id && each.WakerKind != WakerKind.Start);
        var cause = events[step.WakerEvent];
        Assert.Multiple(() =>
        {
            Assert.That(step.WakerKind, Is.EqualTo(WakerKind.Task));
            Assert.That(step.WakerId, Is.EqualTo(waker.Id));
            Assert.That(Path.GetFileName(step.File), Is.EqualTo("RecorderTests.cs"));
            Assert.That(step.Line, Is.EqualTo(LineOf("await gate.WaitAsync()")));
            Assert.That(cause.TaskId, Is.EqualTo(waker.Id));
            Assert.That(cause.Kind, Is.EqualTo(RecordedKind.Step));
            Assert.That(cause.Line, Is.EqualTo(LineOf("await NextFrame();")));
            Assert.That(cause.WakerKind, Is.EqualTo(WakerKind.Frame));
            Assert.That(cause.Seconds, Is.EqualTo(0.03).Within(1e-9));
            Assert.That(cause.Frame, Is.EqualTo(1));
            Assert.That(cause.Sharers, Is.EqualTo(1));
        });
    }

    [Test]
    public void Steps_OfQuickTasks_ShareTheTimeOfTheirBatch()
    {
        using var test = new TestLoop(_stopwatch.Options(budgetSeconds: 1));
        var isSlow = false;
        for (var i = 0; i < 8; i++)
        {
            test.Loop.Start(async () =>
            {
                while (!Token.IsCancellationRequested)
                {
                    await NextFrame();
                    _stopwatch.Spend(isSlow ? 0.001 : 0);
                }
            }, "quick");
        }

        test.Step(40);
        isSlow = true;
        test.Step();
        var steps = LoopRecording.Take(test.Loop).Events.Where(each => each.Kind == RecordedKind.Step && each.Frame == 41).ToArray();
        Assert.That(steps, Has.Length.EqualTo(8));

        // The first step of a frame is timed by itself.
        Assert.That(steps.Select(step => step.Sharers), Is.EqualTo(new[] { 1, 7, 7, 7, 7, 7, 7, 7 }));
        Assert.That(steps.Select(step => step.Seconds), Is.All.EqualTo(0.001).Within(1e-9));
        Assert.That(steps.Zip(steps.Skip(1), (first, second) => second.Begin - first.End), Is.All.EqualTo(0).Within(1e-9));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void Spike_AmongQuickSteps_IsNoInnocentTasks_AndFromTheSecondOnItsOwn()
    {
        using var test = new TestLoop(_stopwatch.Options(budgetSeconds: 1));
        var isSpike = false;
        List<GameTask> tasks = [];
        for (var i = 0; i < 100; i++)
        {
            var isCulprit = i == 57;
            tasks.Add(test.Loop.Start(async () =>
            {
                while (!Token.IsCancellationRequested)
                {
                    await NextFrame();
                    _stopwatch.Spend(isSpike && isCulprit ? 0.03 : 0.0000001);
                }
            }, isCulprit ? "autosave" : "quick"));
        }

        // A minute of frames between the spikes: no task is slow twice within what the loop distrusts all for.
        for (var minute = 1; minute <= 3; minute++)
        {
            isSpike = false;
            test.Step(3600);
            isSpike = true;
            test.Step();
            var frame = test.Loop.FrameNumber;
            var recording = LoopRecording.Take(test.Loop);
            var steps = recording.Events.Where(each => each.Kind == RecordedKind.Step && each.Frame == frame).ToArray();
            var longest = steps.MaxBy(each => each.Seconds);
            Assert.That(longest.Seconds, Is.EqualTo(0.03).Within(0.0001));
            Assert.That(steps.Where(each => each.TaskId != 0 && each.TaskId != tasks[57].Id).Select(each => each.Seconds), Is.All.LessThan(0.0001));
            if (minute == 1)
            {
                Assert.That((longest.TaskId, longest.Text), Is.EqualTo((0, $"one of {longest.Sharers} tasks")));
                Assert.That(recording.Why(tasks[57].Id), Does.Contain($": ran as one of {longest.Sharers} that took 30.0 ms together from the wait at RecorderTests.cs:"));
            }
            else
            {
                Assert.That((longest.TaskId, longest.Sharers), Is.EqualTo((tasks[57].Id, 1)));
                Assert.That(recording.Why(tasks[57].Id), Does.Contain(": ran for 30.0 ms from the wait at RecorderTests.cs:"));
            }
        }

        // The others are trusted again by then.
        isSpike = false;
        test.Step(9000);
        Assert.That(LoopRecording.Take(test.Loop).Events.Count(each => each.Kind == RecordedKind.Step && each.Frame == test.Loop.FrameNumber && each.Sharers > 1), Is.GreaterThan(90));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void Spike_ThatTheWatchdogSaw_IsThatTasksFromTheFirst()
    {
        using var test = new TestLoop(_stopwatch.Options(budgetSeconds: 1) with { WatchdogSeconds = 0.05 });
        var isSpike = false;
        List<GameTask> tasks = [];
        for (var i = 0; i < 40; i++)
        {
            var isCulprit = i == 21;
            tasks.Add(test.Loop.Start(async () =>
            {
                while (!Token.IsCancellationRequested)
                {
                    await NextFrame();
                    if (isSpike && isCulprit)
                    {
                        // Until the watchdog has looked a dozen times.
                        SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, TimeSpan.FromSeconds(20));
                        _stopwatch.Spend(0.03);
                    }
                }
            }, isCulprit ? "autosave" : "quick"));
        }

        test.Step(200);
        isSpike = true;
        test.Step();
        var steps = LoopRecording.Take(test.Loop).Events.Where(each => each.Kind == RecordedKind.Step && each.Frame == test.Loop.FrameNumber).ToArray();
        var longest = steps.MaxBy(each => each.Seconds);
        Assert.Multiple(() =>
        {
            Assert.That(longest.TaskId, Is.EqualTo(tasks[21].Id));
            Assert.That(longest.Seconds, Is.EqualTo(0.03).Within(1e-6));
            Assert.That(longest.Sharers, Is.EqualTo(39));
            Assert.That(steps.Where(each => each.TaskId != tasks[21].Id).Sum(each => each.Seconds), Is.Zero.Within(1e-6));
        });
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void Wakers_ClockPostCancelAndHost_AreToldApart()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        var byHost = test.Loop.Start(async () => await gate.WaitAsync(), "by host");
        var byClock = test.Loop.Start(async () => await Delay(1), "by clock");
        using var posted = new ManualResetEventSlim();
        var byPost = test.Loop.Start(async () => { await NextFrame(); await Task.Run(posted.Wait); }, "by post");
        var byCancel = test.Loop.Start(async () => await Delay(100), "by cancel");
        gate.Set();
        byCancel.Cancel(CancelReason.Timeout);
        test.Advance(2);
        posted.Set();
        test.PumpUntil(() => byPost.IsCompleted);

        var events = LoopRecording.Take(test.Loop).Events;
        var post = events.First(each => each.Kind == RecordedKind.Step && each.TaskId == byPost.Id && each.WakerKind is not (WakerKind.Start or WakerKind.Frame));
        RecordedEvent Last(GameTask task) => events.Last(each => each.Kind == RecordedKind.Step && each.TaskId == task.Id);
        Assert.Multiple(() =>
        {
            Assert.That(Last(byHost).WakerKind, Is.EqualTo(WakerKind.Host));
            Assert.That(Last(byClock).WakerKind, Is.EqualTo(WakerKind.Clock));
            Assert.That((post.WakerKind, post.Line), Is.EqualTo((WakerKind.Post, 0)));
            Assert.That(post.WakerId, Is.GreaterThan(0).And.Not.EqualTo(Environment.CurrentManagedThreadId));
            Assert.That(Last(byCancel).WakerKind, Is.EqualTo(WakerKind.Cancel));
            Assert.That(events.Single(each => each.Kind == RecordedKind.Cancel).Reason, Is.EqualTo(CancelReason.Timeout));
            Assert.That(events.Where(each => each.Kind == RecordedKind.End).Select(each => (each.Text, each.State)), Is.EquivalentTo(new[]
            {
                ("by host", TaskState.Completed), ("by clock", TaskState.Completed), ("by post", TaskState.Completed), ("by cancel", TaskState.Canceled),
            }));
        });
    }

    [Test]
    public void Start_InsideAStep_TellsItsParentAndTheStepGoesOnAfterwards()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        var waiting = test.Loop.Start(async () => await gate.WaitAsync(), "waiting");
        GameTask child = default;
        var parent = test.Loop.Start(async () =>
        {
            await NextFrame();
            child = test.Loop.Start(async () => { _stopwatch.Spend(0.02); await NextFrame(); }, "child");
            gate.Set();
        }, "parent");
        test.Step(3);

        var events = LoopRecording.Take(test.Loop).Events;
        var first = events.Single(each => each.Kind == RecordedKind.Step && each.TaskId == child.Id && each.WakerKind == WakerKind.Start);
        Assert.That(first.WakerId, Is.EqualTo(parent.Id));
        Assert.That(first.Seconds, Is.EqualTo(0.02).Within(1e-9));
        Assert.That(events.Single(each => each.Kind == RecordedKind.Start && each.TaskId == child.Id).WakerId, Is.EqualTo(parent.Id));
        Assert.That(events.Last(each => each.Kind == RecordedKind.Step && each.TaskId == waiting.Id).WakerId, Is.EqualTo(parent.Id));
    }

    [Test]
    public void Start_BetweenFrames_HasItsOwnTime()
    {
        using var test = new TestLoop(_stopwatch.Options());
        test.Loop.Start(async () => await NextFrame(), "before");
        _stopwatch.Spend(0.5);
        var slow = test.Loop.Start(async () => { _stopwatch.Spend(0.03); await NextFrame(); }, "slow");
        _stopwatch.Spend(0.5);
        test.Step(2);
        var step = LoopRecording.Take(test.Loop).Events.Single(each => each.Kind == RecordedKind.Step && each.TaskId == slow.Id && each.WakerKind == WakerKind.Start);
        Assert.That(step.Seconds, Is.EqualTo(0.03).Within(1e-9));
        Assert.That(step.Begin, Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void Frame_OverItsBudget_TellsWhatItLeftOver()
    {
        using var test = new TestLoop(_stopwatch.Options(budgetSeconds: 0.004));
        for (var i = 0; i < 3; i++)
        {
            test.Loop.Start(async () => { await NextFrame(); _stopwatch.Spend(0.005); }, "heavy");
        }

        test.Step(4);
        var frames = LoopRecording.Take(test.Loop).Events.Where(each => each.Kind == RecordedKind.Frame).ToArray();
        Assert.That(frames.Select(each => (each.Frame, each.Count, each.Backlog)), Is.EqualTo(new[] { (1L, 3, 2), (2L, 2, 1), (3L, 1, 0) }));
        Assert.That(frames.Select(each => each.Budget), Is.All.EqualTo(0.004).Within(1e-9));
        Assert.That(frames.Select(each => each.Seconds), Is.All.EqualTo(0.005).Within(1e-9));
    }

    [Test]
    public void Fault_IsRecordedWithItsText()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var task = test.Loop.Start(async () => { await NextFrame(); throw new InvalidOperationException("no such door"); }, "failing");
        test.Step(2);
        var fault = LoopRecording.Take(test.Loop).Events.Single(each => each.Kind == RecordedKind.Fault);
        Assert.That(fault.TaskId, Is.EqualTo(task.Id));
        Assert.That(fault.Text, Is.EqualTo("InvalidOperationException: no such door"));
    }

    [Test]
    public void Take_OfTheLastSeconds_LeavesOutWhatEndedBefore()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var task = test.Loop.Start(async () => { while (true) { await NextFrame(); _stopwatch.Spend(0.1); } }, "steady");
        test.Step(20);
        var events = LoopRecording.Take(test.Loop, 0.55).Events;
        Assert.That(events.Count(each => each.Kind == RecordedKind.Frame), Is.EqualTo(6));
        Assert.That(events.Where(each => each.WakerEvent >= 0).Select(each => events[each.WakerEvent].Kind), Is.All.EqualTo(RecordedKind.Step));
        task.Cancel();
        test.Step(2);
    }

    [Test]
    public void Ring_ThatIsFull_KeepsTheLatest()
    {
        using var test = new TestLoop(_stopwatch.Options() with { RecorderSize = 1024 });
        var task = test.Loop.Start(async () => { while (true) { await NextFrame(); } }, "steady");
        test.Step(5000);
        var frames = LoopRecording.Take(test.Loop).Events.Where(each => each.Kind == RecordedKind.Frame).Select(each => each.Frame).ToArray();
        Assert.That(test.Loop.Recorder.Count, Is.EqualTo(1024));
        Assert.That(frames[^1], Is.EqualTo(5000));
        Assert.That(frames, Is.EqualTo(Enumerable.Range((int)frames[0], frames.Length).Select(each => (long)each)));
        Assert.That(frames, Has.Length.GreaterThan(150));
        task.Cancel();
        test.Step(2);
    }

    [Test]
    public void Resize_ToNothing_EndsRecordingAndBackStartsIt()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var task = test.Loop.Start(async () => { while (true) { await NextFrame(); } }, "steady");
        test.Step(2);
        test.Loop.Recorder.Resize(0);
        test.Step(2);
        Assert.That(LoopRecording.Take(test.Loop).Events, Is.Empty);
        test.Loop.Recorder.Resize(5000);
        test.Step(3);
        Assert.That(test.Loop.Recorder.Size, Is.EqualTo(8192));
        Assert.That(LoopRecording.Take(test.Loop).Events.Count(each => each.Kind == RecordedKind.Frame), Is.EqualTo(3));
        Assert.That(() => test.Loop.Recorder.Resize(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        task.Cancel();
        test.Step(2);
    }

    [Test]
    public void Collection_IsRecordedWithItsGeneration()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => { await NextFrame(); GC.Collect(2); }, "collecting");
        test.Step(3);
        var collection = LoopRecording.Take(test.Loop).Events.Last(each => each.Kind == RecordedKind.Collection);
        Assert.That(collection.Count, Is.EqualTo(2));
        Assert.That(collection.Seconds, Is.GreaterThan(0));
    }

    [Test]
    public void Why_TellsStepsWithTheirWakers()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        var woken = test.Loop.Start(async () => { await gate.WaitAsync(); _stopwatch.Spend(0.002); await Delay(100); }, "woken");
        test.Loop.Start(async () => { await NextFrame(); gate.Set(); }, "waker");
        test.Step(2);
        _stopwatch.Spend(1);
        var why = LoopRecording.Take(test.Loop).Why(woken.Id)!.Split('\n');
        Assert.That(why[0], Is.EqualTo($"Task 'woken' (#{woken.Id}), latest first:"));
        Assert.That(why[1], Does.Match(@"^  frame 1, 1(\.\d+)? s ago: ran for 2(\.0+)? ms from the wait at RecorderTests.cs:\d+, woken by 'waker' \(#\d+\) in its step from the wait at RecorderTests.cs:\d+$"));
        Assert.That(why[2], Does.Contain("in its first step, started by the host"));
        Assert.That(why[3], Does.Contain("was started at RecorderTests.cs:"));
        Assert.That(LoopRecording.Take(test.Loop).Why(12345), Is.Null);
        woken.Cancel();
        test.Step(2);
    }

    private static int LineOf(string text, [System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Array.FindIndex(File.ReadAllLines(file), line => line.Contains(text, StringComparison.Ordinal)) + 1;
}
