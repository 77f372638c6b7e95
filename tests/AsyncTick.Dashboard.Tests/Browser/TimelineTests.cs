using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>Why a frame was long, from the running program and from a file.</summary>
public sealed class TimelineTests : BrowserTestBase
{
    // One of 2,000 tasks holds the thread for 30 ms once in a while, in line 7.
    private const string Town = """
        TaskScope field = Scope.CreateChild("field");
        for (int i = 1; i < 2000; i++) { int place = i; field.Start(() => Walk(place), $"Walker {place}"); }
        field.Start(Forge, "Forge");
        await Delay(1000);

        async Task Walk(int place) { while (true) { await Delay(1 + (place % 100 * 0.01)); } }
        async Task Forge() { for (int i = 0; ; i++) { await Delay(0.8); Hammer(); if (i == 3) { Log("hammered"); } if (i == 7) { Log("hammered for long"); } } }
        void Hammer() { System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew(); while (clock.Elapsed.TotalMilliseconds < 30) { } }
        """;

    [Test]
    public async Task LongFrame_OfOneTaskOfTwoThousand_IsReachedInTwoClicks()
    {
        Write("Town.cs", Town);
        var host = await OpenDashboardAsync("Town.cs");
        await ShowTimelineAsync();

        // Five seconds are in sight, and the start of so many tasks is longer than a blow of the hammer: it must be out of them.
        await host.WaitForAsync("hammered for long");
        await WaitForFrameAsync(seconds: 0.03);

        // The first click chooses the frame and tells the line, the second goes to the task.
        await Button("Longest").ClickAsync();
        await Expect(Page.Locator("#step-name")).ToHaveTextAsync(new Regex("^Forge #"));
        await Expect(Page.Locator("#step-line")).ToHaveTextAsync("Town.cs:7");
        await Expect(Page.Locator("#step-time")).ToHaveTextAsync(new Regex(@"^([3-9]\d|\d{3})\.\d ms|^\d\.\d s"));
        await Expect(Page.Locator("#step-waker")).ToHaveTextAsync("woken by a clock");
        await Expect(Button("Live")).ToHaveAttributeAsync("aria-pressed", "false");
        await Button("Show task").ClickAsync();
        await Expect(Page.Locator("#details h2")).ToContainTextAsync("Forge");
        await Expect(Page.Locator("#details")).ToContainTextAsync("Town.cs:7");
    }

    [Test]
    public async Task TraceFile_WrittenByTheConsole_IsLoadedBack()
    {
        Write("Town.cs", Town);
        var host = await OpenDashboardAsync("Town.cs");
        await ShowTimelineAsync();
        await WaitForFrameAsync(seconds: 0.03);

        // The start of so many tasks is longer than a blow of the hammer: it must be over by then.
        await host.WaitForAsync("hammered");
        await host.TypeAsync("AsyncTick.Trace 2 town.json");
        var line = await host.WaitForAsync(" events written to ");
        var path = new Regex(@"written to (.*?);").Match(line).Groups[1].Value;
        host.Kill();
        await Page.Locator("#trace-file").SetInputFilesAsync(path);
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync(new Regex(@"^town\.json: \d+ frames? with [\d,]+ steps? in "));
        await Button("Longest").ClickAsync();
        await Expect(Page.Locator("#step-line")).ToHaveTextAsync("Town.cs:7");
        await Expect(Page.Locator("#step-open")).ToBeHiddenAsync();

        // What is no trace leaves a word, and nothing broken.
        var other = Path.Combine(Folder, "other.json");
        await File.WriteAllTextAsync(other, "[1, 2");
        await Page.Locator("#trace-file").SetInputFilesAsync(other);
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync("other.json is not a trace: it is not JSON.");
        await File.WriteAllTextAsync(other, "{}");
        await Page.Locator("#trace-file").SetInputFilesAsync(other);
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync("other.json is not a trace: it has no \"traceEvents\".");
    }

    [Test]
    public async Task Trace_Read_HasItsFramesStepsAndWakers()
    {
        await OpenDashboardAsync();
        await LoadAsync(Trace());
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync("trace.json: 3 frames with 5 steps in 2.0 s");

        // By the keyboard: from frame to frame, to the one over its budget, into its steps and back.
        await Page.Locator("#frames").FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Expect(Page.Locator("#frame-info")).ToHaveTextAsync("Frame 7: 1.00 ms of 4 ms, 2 steps of 2 tasks");
        await Page.Keyboard.PressAsync("PageDown");
        await Expect(Page.Locator("#frame-info")).ToHaveTextAsync("Frame 8: 20.0 ms of 4 ms, 2 steps of 2 tasks, 3 left over");
        await Expect(Page.Locator("#step-name")).ToHaveTextAsync("Sender #5");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Page.Locator("#flame")).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Page.Locator("#step-name")).ToHaveTextAsync("Receiver #6");
        await Expect(Page.Locator("#step-waker")).ToHaveTextAsync("woken by Sender (#5)");
        await Expect(Page.Locator("#step-line")).ToHaveTextAsync("Post.cs:12");
        await Page.Locator("#frames").FocusAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Page.Locator("#frame-info")).ToHaveTextAsync("Frame 9: 1.00 ms of 4 ms, 1 step of 1 task");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("#flame")).ToBeHiddenAsync();
        await Expect(Page.Locator("#timeline-empty")).ToContainTextAsync("Choose a frame");
    }

    [Test]
    public async Task Recorder_ThatIsOff_IsSaidWithWhatStartsIt()
    {
        Write("Town.cs", Town);
        var host = await OpenDashboardAsync();
        await host.TypeAsync("AsyncTick.Record off");
        await host.WaitForAsync("The recorder is off.");
        await ShowTimelineAsync();
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync("The recorder is off: AsyncTick.Record on starts it.");
        await Expect(Page.Locator("#timeline-empty")).ToContainTextAsync("Nothing is recorded: the recorder is off. AsyncTick.Record on, in the console, starts it.");
        await host.TypeAsync("AsyncTick.Record on");
        await host.TypeAsync("AsyncTick.Run Town.cs");
        await Expect(Page.Locator("#timeline-note")).ToHaveTextAsync(new Regex(@"^\d+ frames? with [\d,]+ steps? in "));
    }

    [Test]
    public async Task Scripts_LoadedAndUnloaded_AreMarkedAndTold()
    {
        await OpenDashboardAsync();
        await LoadAsync(Trace());
        var plain = await FramesInkAsync();
        await LoadAsync(Trace(
            new { ph = "i", name = "Post.cs loaded", cat = "script", pid = 1, tid = 0, ts = 1_500_000.0, s = "t", args = new { frame = 8 } },
            new { ph = "i", name = "Post.cs unloads", cat = "script", pid = 1, tid = 0, ts = 2_000_000.0, s = "t", args = new { frame = 8 } }));
        Assert.That(await FramesInkAsync(), Is.GreaterThan(plain + 50));

        // 2.0 s are the plot, which begins at 46.
        var box = (await Page.Locator("#frames").BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + 46 + ((box.Width - 46) * 0.25f), box.Y + 60);
        await Expect(Page.Locator("#timeline-tip")).ToHaveTextAsync("Post.cs loaded");
        await Page.Mouse.MoveAsync(box.X + 46 + ((box.Width - 46) * 0.5f), box.Y + 60);
        await Expect(Page.Locator("#timeline-tip")).ToHaveTextAsync("Post.cs unloads");
    }

    [Test]
    public async Task Arrow_FromItsWaker_IsDrawnWhileTheMouseIsOnAStep()
    {
        await OpenDashboardAsync();
        await LoadAsync(Trace());
        await Page.Locator("#frames").FocusAsync();
        await Page.Keyboard.PressAsync("PageDown");
        Assert.That(await InkAsync(), Is.Zero);
        await Page.Locator("#flame-canvas").HoverAsync(new LocatorHoverOptions { Position = new Position { X = 60, Y = 54 } });
        await Expect(Page.Locator("#timeline-tip")).ToContainTextAsync("Receiver #6: 1.00 ms");
        await Expect(Page.Locator("#timeline-tip")).ToContainTextAsync("woken by Sender (#5)");
        Assert.That(await InkAsync(), Is.GreaterThan(5));
    }

    [Test]
    public async Task Bar_Clicked_ChoosesItsFrame_AndTheWheelZooms()
    {
        await OpenDashboardAsync();
        await LoadAsync(Trace());
        var box = (await Page.Locator("#frames").BoundingBoxAsync())!;

        // The plot begins at 46; the third frame begins 1.999 s into 2.0 s.
        await Page.Mouse.ClickAsync(box.X + box.Width - 1, box.Y + 60);
        await Expect(Page.Locator("#frame-info")).ToContainTextAsync("Frame 9");
        await Page.Mouse.MoveAsync(box.X + 47, box.Y + 60);
        for (var turn = 0; turn < 12; turn++)
        {
            await Page.Mouse.WheelAsync(0, -300);
        }

        // So near the first two frames are as wide as half of the window.
        await Page.Mouse.ClickAsync(box.X + 60, box.Y + 60);
        await Expect(Page.Locator("#frame-info")).ToContainTextAsync("Frame 7");
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + 400, box.Y + 60);
        await Page.Mouse.UpAsync();
        await Expect(Page.Locator("#frame-info")).ToContainTextAsync("Frame 7");
        await Button("Fit").ClickAsync();
        await Page.Mouse.ClickAsync(box.X + box.Width - 1, box.Y + 60);
        await Expect(Page.Locator("#frame-info")).ToContainTextAsync("Frame 9");
    }

    [Test]
    public async Task Drawing_TenThousandTasksAndTwoMinutesOfFrames_FitsIntoAFrame()
    {
        await OpenDashboardAsync();
        await ShowTimelineAsync();
        var times = await Page.EvaluateAsync<double[]>("""
            async () => {
              const [{ FramesView }, { FlameView }, { Recording }, { readTrace }] = await Promise.all(['/frames-view.js', '/flame-view.js', '/recording.js', '/trace.js'].map((each) => import(each)));
              const events = [];
              for (let frame = 0; frame < 7200; frame++) {
                const ts = frame * 16667;
                events.push({ ph: 'X', cat: 'frame', tid: 0, ts, dur: 1000 + (frame % 17) * 200, args: { frame, budgetMs: 4 } });
                for (let task = 1; task <= (frame === 3600 ? 10000 : 1); task++) {
                  events.push({ ph: 'X', cat: 'step', name: `Walker ${task}`, tid: task, ts: ts + task * 0.3, dur: 0.3, args: { frame, line: `/game/Walk.cs:${task}`, wakerKind: 'clock' } });
                }
              }
              const recording = new Recording();
              recording.add(readTrace({ traceEvents: events }), false);
              document.getElementById('flame').hidden = false;
              const frames = new FramesView(document.getElementById('frames'), recording);
              const flame = new FlameView(document.getElementById('flame'), document.getElementById('flame-canvas'), document.getElementById('flame-spacer'), recording);
              const chosen = recording.frames[3600];
              frames.fit();
              const begun = performance.now();
              flame.show(chosen);
              const showing = performance.now() - begun;
              const drawing = [], counting = [];
              let sum = 0;
              for (let i = 0; i < 60; i++) {
                // What a busy machine takes longer for: about 4 ms of counting.
                const before = performance.now();
                for (let number = 0; number < 4e6; number++) sum += Math.sqrt(number ^ i);
                const start = performance.now();
                counting.push(start - before);
                frames.zoom(0.99);
                flame.scroller.scrollTop = i * 1000;
                flame.hovered = chosen.from + i * 50;
                frames.draw(chosen);
                flame.draw();
                drawing.push(performance.now() - start);
              }
              const tenth = (times) => times.sort((a, b) => a - b)[6];
              return [tenth(drawing), showing, tenth(counting), sum];
            }
            """);
        TestContext.Out.WriteLine($"{times[0]:F1} ms a drawing, {times[1]:F1} ms to lay out a frame of 10,000 tasks, {times[2]:F1} ms to count");
        Assert.That(times[0], Is.LessThan(times[2] * 2));
    }

    private static object Trace(params object[] more) => new
    {
        traceEvents = (object[])[
            new { ph = "M", name = "thread_name", pid = 1, tid = 5, args = new { name = "Sender (#5)" } },
            Frame(7, 1_000_000, 1000, 0), Step("Sender", 5, 7, 1_000_100, 300), Step("Receiver", 6, 7, 1_000_500, 200),
            Frame(8, 1_010_000, 20_000, 3), Step("Sender", 5, 8, 1_010_100, 18_000), Step("Receiver", 6, 8, 1_028_200, 1000, waker: 5),
            new { ph = "s", name = "wake", cat = "wake", pid = 1, tid = 5, ts = 1_010_100.0, id = 1 },
            new { ph = "f", name = "wake", cat = "wake", pid = 1, tid = 6, ts = 1_028_200.0, id = 1, bp = "e" },
            new { ph = "X", name = "GC gen 1", cat = "gc", pid = 1, tid = int.MaxValue, ts = 1_012_000.0, dur = 500.0, args = new { generation = 1 } },
            Frame(9, 2_999_000, 1000, 0, gap: 1969), Step("Receiver", 6, 9, 2_999_100, 200), .. more,
        ],
        displayTimeUnit = "ms",
        otherData = new { loop = "Town", version = "1" },
    };

    private static object Frame(int number, double ts, double dur, int backlog, double gap = 0) =>
        new { ph = "X", name = $"frame {number}", cat = "frame", pid = 1, tid = 0, ts, dur, args = new { frame = number, budgetMs = 4, backlog, ready = 2, gapMs = gap } };

    private static object Step(string name, int task, int frame, double ts, double dur, int waker = 0) =>
        new { ph = "X", name, cat = "step", pid = 1, tid = task, ts, dur, args = new { frame, line = "/game/Post.cs:12", waker, wakerKind = waker > 0 ? "task" : "clock" } };

    private ILocator Button(string name) => Page.Locator("#timeline").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    private async Task ShowTimelineAsync()
    {
        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Timeline" }).ClickAsync();
        await Expect(Page.Locator("#timeline")).ToBeVisibleAsync();
    }

    private async Task LoadAsync(object trace)
    {
        await ShowTimelineAsync();
        var path = Path.Combine(Folder, "trace.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(trace));
        await Page.Locator("#trace-file").SetInputFilesAsync(path);
        await Expect(Page.Locator("#timeline-note")).ToContainTextAsync("trace.json: ");
    }

    // Until the page has a frame that was so long in sight.
    private Task WaitForFrameAsync(double seconds) =>
        Page.WaitForFunctionAsync("(seconds) => Number(document.getElementById('frames').dataset.most) >= seconds", seconds);

    // How many points of the frames are drawn on.
    private Task<int> FramesInkAsync() => Page.EvaluateAsync<int>("""
        async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const canvas = document.getElementById('frames'), data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let drawn = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i] > 100) drawn++;
          return drawn;
        }
        """);

    // How many points between the bars of the first two rows are as dark as text is.
    private Task<int> InkAsync() => Page.EvaluateAsync<int>("""
        async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const canvas = document.getElementById('flame-canvas'), data = canvas.getContext('2d').getImageData(210, 39, canvas.width - 210, 5).data;
          let dark = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && data[i] < 60 && data[i + 1] < 70 && data[i + 2] < 90) dark++;
          return dark;
        }
        """);
}
