using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Text.Json;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

public sealed class LoopDiagnosticsTests
{
    [Test]
    public void WhyAlive_Nothing_SaysSo()
    {
        using var test = new TestLoop();
        test.Step();
        Assert.That(LoopDiagnostics.WhyAlive(test.Loop), Does.StartWith("Nothing keeps loop 'test' alive"));
    }

    [Test]
    public void WhyAlive_TasksAndLoops_AreNamedWithWhatTheyWaitFor()
    {
        using var test = new TestLoop();
        var gate = new AsyncLock("db");
        var scope = test.Loop.RootScope.CreateChild("Server.cs");
        scope.Start(
            async () =>
            {
                using (await gate.LockAsync())
                {
                    await Delay(100, Clock.Real, "Server.cs", 8);
                }
            },
            "accept");
        scope.CreateLoop("import");
        test.Advance(2);
        var text = LoopDiagnostics.WhyAlive(test.Loop);
        Assert.That(text, Does.Contain("test/Server.cs: 2").And.Contain("#1 'accept', delay, 98.00 s left at Server.cs:8, for 2.0 s; holds lock 'db'").And.Contain("loop 'import' (Parent), 0 tasks"));
        Assert.That(LoopDiagnostics.LongestWaits(test.Loop, 1).Single().Name, Is.EqualTo("accept"));
        scope.Cancel();
        test.Step(3);
    }

    [Test]
    public void ToJson_WholeLoop_IsReadBackByOthers()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("say \"hi\"");
        scope.Start(async () => await Delay(double.PositiveInfinity, Clock.Real, "A.cs", 5), "wait \u00e4\n");
        scope.Start(() => Task.CompletedTask, "done");
        test.Step(3);
        using var json = JsonDocument.Parse(LoopDiagnostics.ToJson(test.Loop));
        var root = json.RootElement;
        Assert.That(root.GetProperty("loop").GetString(), Is.EqualTo("test"));
        Assert.That(root.GetProperty("frame").GetInt64(), Is.EqualTo(3));
        var task = root.GetProperty("tasks")[0];
        Assert.That(task.GetProperty("name").GetString(), Is.EqualTo("wait \u00e4\\n"));
        Assert.That(task.GetProperty("scope").GetString(), Is.EqualTo("test/say \"hi\""));
        Assert.That(task.GetProperty("state").GetString(), Is.EqualTo("Waiting"));
        Assert.That(task.GetProperty("wait").GetProperty("line").GetInt32(), Is.EqualTo(5));
        Assert.That(root.GetProperty("ended")[0].GetProperty("state").GetString(), Is.EqualTo("Completed"));
        Assert.That(JsonDocument.Parse(TaskTable.ToJson([])).RootElement.GetArrayLength(), Is.Zero);
        scope.Cancel();
        test.Step();
    }

    [Test]
    public void Stats_OverBudget_TellsBacklogAndHowLongWorkWaited()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options(budgetSeconds: 0.010));
        for (var i = 0; i < 10; i++)
        {
            test.Loop.Start(async () =>
            {
                await NextFrame();
                stopwatch.Spend(0.005);
            });
        }

        test.Step(10);
        var stats = test.Loop.Stats;
        Assert.That((stats.OverBudgetFrames, stats.LongestBacklog, stats.Tasks, stats.EndedTasks), Is.EqualTo((4, 8, 0, 10)));
        Assert.That(stats.LongestReadySeconds, Is.EqualTo(4.0 / 60).Within(1e-6));
    }

    [Test]
    public void Meter_Listened_TellsPumpTimeTasksAndFaults()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "metered", BudgetSeconds = 5 });
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == "AsyncTick")
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        var waiter = test.Loop.Start(async () => await Delay(100));
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("x");
        });
        test.Step();
        listener.RecordObservableInstruments();
        Assert.That(seen["asynctick.pump.duration"], Is.GreaterThan(0));
        Assert.That(seen["asynctick.step.duration"], Is.GreaterThan(0));
        Assert.That((seen["asynctick.tasks"], seen["asynctick.faults"], seen["asynctick.overruns"]), Is.EqualTo((1.0, 1.0, 0.0)));
        waiter.Cancel();
        test.Step();

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is [{ Value: "metered" }])
            {
                seen[instrument.Name] = value;
            }
        }
    }

    [Test]
    public void Meter_Listened_TellsOfEachStep_ThoseThatShareAStampIncluded()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(stopwatch.Options(budgetSeconds: 5) with { Name = "stepped" });
        var times = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "asynctick.step.duration")
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            if (tags is [{ Value: "stepped" }])
            {
                times.Add(value);
            }
        });
        listener.Start();
        for (var i = 0; i < 100; i++)
        {
            test.Loop.Start(async () =>
            {
                for (var frame = 0; frame < 40; frame++)
                {
                    await NextFrame();
                    stopwatch.Spend(0.000002);
                }
            });
        }

        test.Step(41);
        Assert.That((long)times.Count, Is.EqualTo(test.Loop.Stats.Steps));
        Assert.That(times, Has.Count.EqualTo(4000).And.All.EqualTo(0.000002).Within(1e-9));
    }

    [Test]
    public void EventSource_Listened_TellsStartStopAndFault()
    {
        using var listener = new Listener();
        using var test = new TestLoop(new GameLoopOptions { Name = "traced", SlowStepSeconds = 5 });
        test.Loop.Start(
            async () =>
            {
                await NextFrame();
                throw new InvalidOperationException("x");
            },
            "faulty");
        test.Step();
        Assert.That(listener.Seen, Is.EqualTo(["TaskStart 1 faulty 0", "TaskStop 1 Faulted", "Fault 1 System.InvalidOperationException x"]));
    }

    private sealed class Listener : EventListener
    {
        public List<string> Seen { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "AsyncTick")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload is ["traced", ..])
            {
                Seen.Add($"{eventData.EventName} {string.Join(' ', eventData.Payload.Skip(1))}");
            }
        }
    }

    [Test]
    public void ReadPumps_TellsThoseWithWorkSinceTheLastCallAndNoMoreThanAreKept()
    {
        using var test = new TestLoop();
        var pumps = new float[GameLoop.PumpsKept];
        var seen = 0L;
        test.Step(5);
        Assert.That(test.Loop.ReadPumps(ref seen, pumps), Is.Zero, "idle frames have no pump");
        var task = test.Loop.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
            }
        });
        test.Step(3);
        Assert.That((test.Loop.ReadPumps(ref seen, pumps), seen), Is.EqualTo((3, 3L)));
        Assert.That(pumps[..3], Has.All.GreaterThan(0f));
        Assert.That(test.Loop.ReadPumps(ref seen, pumps), Is.Zero);
        test.Step(200);
        Assert.That((test.Loop.ReadPumps(ref seen, pumps), seen), Is.EqualTo((GameLoop.PumpsKept, 203L)));
        test.Step(4);
        Assert.That((test.Loop.ReadPumps(ref seen, pumps.AsSpan(0, 2)), seen), Is.EqualTo((2, 207L)));
        task.Cancel();
        test.Step();
    }
}
