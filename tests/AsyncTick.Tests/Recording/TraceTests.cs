using System.Buffers;
using System.Text.Json;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The file for trace viewers: valid by the format's rules, and what a person looks for is in it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TraceTests
{
    private readonly ManualStopwatch _stopwatch = new();

    [Test]
    public void Trace_OfEverything_KeepsTheRulesOfTheFormat()
    {
        using var test = new TestLoop(_stopwatch.Options());
        var gate = new AsyncManualResetEvent();
        test.Loop.Start(async () => { await gate.WaitAsync(); throw new InvalidOperationException("\"quoted\" and\nbroken"); }, "woken \"quoted\"");
        test.Loop.Start(async () => { await NextFrame(); gate.Set(); GC.Collect(0); }, "waker");
        var canceled = test.Loop.Start(async () => await Delay(100), "canceled");
        var posted = Task.Run(() => test.Loop.Post(() => { }));
        test.Loop.Recorder.Mark("Timers.cs loaded");
        canceled.Cancel();
        test.PumpUntil(() => posted.IsCompleted);
        test.Step(3);

        using var trace = Trace(test.Loop);
        Assert.That(TraceSchema.Errors(trace.RootElement), Is.Empty);
        var events = trace.RootElement.GetProperty("traceEvents").EnumerateArray().ToArray();
        string[] categories = [.. events.Where(each => each.TryGetProperty("cat", out _)).Select(each => each.GetProperty("cat").GetString()!).Distinct().Order()];
        Assert.That(categories, Is.EqualTo(new[] { "cancel", "end", "fault", "frame", "gc", "post", "script", "start", "step", "wake" }));
        Assert.That(trace.RootElement.GetProperty("otherData").GetProperty("loop").GetString(), Is.EqualTo("test"));
    }

    [Test]
    public void Schema_RefusesWhatViewersCannotRead()
    {
        const string Frame = """{"ph":"X","name":"frame 1","cat":"frame","pid":1,"tid":0,"ts":1,"dur":1,"args":{"frame":1,"budgetMs":4,"backlog":0,"ready":0,"gapMs":0}}""";
        Assert.That(Errors(Frame), Is.Empty);
        Assert.That(Errors(Frame.Replace("\"dur\":1,", "")), Is.Not.Empty);
        Assert.That(Errors(Frame.Replace("\"ts\":1", "\"ts\":\"1\"")), Is.Not.Empty);
        Assert.That(Errors(Frame.Replace("\"dur\":1", "\"dur\":-1")), Is.Not.Empty);
        Assert.That(Errors(Frame.Replace("\"ph\":\"X\"", "\"ph\":\"Q\"")), Is.Not.Empty);
        Assert.That(Errors(Frame.Replace("\"backlog\":0,", "")), Is.Not.Empty);
        Assert.That(Errors("""{"ph":"s","name":"wake","cat":"wake","pid":1,"tid":1,"ts":1,"id":7}"""), Is.Not.Empty, "An arrow without an end.");

        static IReadOnlyList<string> Errors(string each)
        {
            using var trace = JsonDocument.Parse("""{"displayTimeUnit":"ms","otherData":{"loop":"a","version":"1"},"traceEvents":[""" + each + "]}");
            return TraceSchema.Errors(trace.RootElement);
        }
    }

    [Test]
    public void Trace_OneOfTwoThousandTasksIsSlowOnceAMinute_NamesItItsWakerAndItsLine()
    {
        using var test = new TestLoop(_stopwatch.Options(budgetSeconds: 0.004) with { RecorderSize = 131_072 });
        var alarm = new AsyncAutoResetEvent();
        for (var i = 0; i < 1_998; i++)
        {
            test.Loop.Start(async () => { while (true) { await NextFrame(); } }, "patrol");
        }

        test.Loop.Start(async () => { while (true) { await Delay(60); alarm.Set(); } }, "minute hand");
        test.Loop.Start(
            async () =>
            {
                while (true)
                {
                    await alarm.WaitAsync();
                    _stopwatch.Spend(0.030);
                }
            },
            "autosave");
        test.Advance(60.1);

        using var trace = Trace(test.Loop);
        var events = trace.RootElement.GetProperty("traceEvents").EnumerateArray().ToArray();
        var slow = events.Where(each => each.GetProperty("ph").GetString() == "X" && each.GetProperty("cat").GetString() == "step").MaxBy(each => each.GetProperty("dur").GetDouble());
        var args = slow.GetProperty("args");
        var waker = args.GetProperty("waker").GetInt32();
        var frame = events.Single(each => each.GetProperty("name").GetString() == $"frame {args.GetProperty("frame").GetInt64()}");
        var arrow = events.Single(each => each.GetProperty("ph").GetString() == "f" && each.GetProperty("tid").GetInt32() == slow.GetProperty("tid").GetInt32());
        Assert.Multiple(() =>
        {
            Assert.That(slow.GetProperty("name").GetString(), Is.EqualTo("autosave"));
            Assert.That(slow.GetProperty("dur").GetDouble(), Is.EqualTo(30_000).Within(1));
            Assert.That(args.GetProperty("line").GetString(), Does.Match(@"TraceTests\.cs:\d+$"));
            Assert.That(File.ReadAllLines(args.GetProperty("line").GetString()!.Split(':')[0])[int.Parse(args.GetProperty("line").GetString()!.Split(':')[^1], null) - 1], Does.Contain("await alarm.WaitAsync();"));
            Assert.That(args.GetProperty("wakerKind").GetString(), Is.EqualTo("task"));
            Assert.That(events.First(each => each.GetProperty("ph").GetString() == "M" && each.GetProperty("tid").GetInt32() == waker).GetProperty("args").GetProperty("name").GetString(), Is.EqualTo($"minute hand (#{waker})"));
            Assert.That(frame.GetProperty("dur").GetDouble(), Is.GreaterThanOrEqualTo(30_000));
            Assert.That(events.Single(each => each.GetProperty("ph").GetString() == "s" && each.GetProperty("id").GetInt32() == arrow.GetProperty("id").GetInt32()).GetProperty("tid").GetInt32(), Is.EqualTo(waker));
        });
        test.Loop.Tasks.CancelAll();
        test.Step(10);
    }

    private static JsonDocument Trace(GameLoop loop)
    {
        var buffer = new ArrayBufferWriter<byte>();
        LoopRecording.Take(loop).WriteTrace(buffer);
        return JsonDocument.Parse(buffer.WrittenMemory);
    }
}
