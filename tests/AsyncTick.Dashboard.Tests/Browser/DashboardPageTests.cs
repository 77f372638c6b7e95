using System.Text.RegularExpressions;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>What somebody does with the page: a real browser, the real host, real scripts.</summary>
public sealed class DashboardPageTests : BrowserTestBase
{
    private const string Patrol = """
        Start(() => Walk(1), "Patrol 1");
        Start(() => Walk(2), "Patrol 2");
        Log("on patrol");
        await Delay(1000);

        async Task Walk(int post)
        {
            try
            {
                await Delay(500 + post);
            }
            finally
            {
                Log($"patrol {post} ends");
            }
        }
        """;

    [Test]
    public async Task Script_ThatRuns_ShowsItsTasksAndWhatTheyWaitOn()
    {
        Write("Patrol.cs", Patrol);
        await OpenDashboardAsync("Patrol.cs");
        await Expect(Row("Patrol 1")).ToContainTextAsync("delay");
        await Expect(Row("Patrol 1")).ToContainTextAsync("Patrol.cs:10");
        await Expect(Row("Patrol 1")).ToHaveAttributeAsync("aria-level", "3");
        await Expect(Row("Patrol.cs")).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(Page.Locator("#log")).ToContainTextAsync("on patrol");
        await Expect(Page.Locator("#task-count")).ToHaveTextAsync("4");
    }

    [Test]
    public async Task Cancel_InARow_EndsThatTaskOnly()
    {
        Write("Patrol.cs", Patrol);
        var host = await OpenDashboardAsync("Patrol.cs");
        await Row("Patrol 1").HoverAsync();
        await Row("Patrol 1").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await host.WaitForAsync("patrol 1 ends");
        await Expect(Row("Patrol 1")).ToHaveCountAsync(0);
        await Expect(Row("Patrol 2")).ToBeVisibleAsync();
        await Expect(Page.Locator("#log")).ToContainTextAsync("patrol 1 ends");
        Assert.That(host.Output, Has.None.Contains("patrol 2 ends"));
    }

    [Test]
    public async Task CancelAll_OnceConfirmed_EndsEverythingAndThePageGoesOn()
    {
        Write("Patrol.cs", Patrol);
        var host = await OpenDashboardAsync("Patrol.cs");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel all" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave them" }).ClickAsync();
        await Expect(Row("Patrol 1")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel all" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel them" }).ClickAsync();
        await host.WaitForAsync("patrol 2 ends");
        await Expect(Row("Patrol")).ToHaveCountAsync(0);
        await host.TypeAsync("AsyncTick.Run Patrol.cs");
        await Expect(Row("Patrol 2")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Fault_ThatHappens_ShowsWithItsStack()
    {
        Write("Broken.cs", "Start(Fall, \"Fall\");\nawait Delay(1000);\nasync Task Fall()\n{\n    await Delay(0.2);\n    throw new InvalidOperationException(\"OOOOOOPS\");\n}\n");
        await OpenDashboardAsync();
        await Expect(Page.Locator("#fault-list")).ToContainTextAsync("None since");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Broken.cs" }).ClickAsync();
        var fault = Page.Locator("#fault-list details");
        await Expect(fault).ToContainTextAsync("InvalidOperationException: OOOOOOPS");
        await Expect(fault).ToContainTextAsync("Fall in Headless/Broken.cs");
        await fault.Locator("summary").ClickAsync();
        await Expect(fault.Locator("pre mark")).ToContainTextAsync("Broken.cs:line 6");
        await Expect(Page.Locator("#fault-count")).ToHaveTextAsync("1");
    }

    [Test]
    public async Task Waits_OfEveryKind_ShowInWordsAndAreFoundByThem()
    {
        Write("Waits.cs", """
            AsyncManualResetEvent door = new(name: "door");
            AsyncLock gate = new("gate");
            GameTask holder = Start(async () => { using (await gate.LockAsync()) { await Delay(1000); } }, "in delay");
            Start(async () => { using (await gate.LockAsync()) { } }, "in lock");
            Start(async () => await door.WaitAsync(), "in event");
            AsyncSemaphore slots = new(1, "slots");
            Start(async () => { using (await slots.LockAsync()) { await Delay(1000); } }, "with a slot");
            Start(async () => await slots.WaitAsync(), "in semaphore");
            Start(async () => await new AsyncQueue<int>(name: "orders").DequeueAsync(), "in queue");
            Start(async () => await new AsyncBarrier(2, "start").SignalAndWaitAsync(), "in barrier");
            Start(async () => await Until(() => false), "in condition");
            Start(async () => { await foreach (Tick tick in Every(1000)) { } }, "in tick");
            Start(async () => await Frames(1_000_000), "in frames");
            Start(async () => { while (true) await NextFrame(); }, "in next frame");
            Start(async () => await holder, "in task");
            Start(async () => await new TaskCompletionSource().Task, "in outside");
            await Delay(1000);
            """);
        await OpenDashboardAsync("Waits.cs");
        foreach (var (name, words) in new[]
        {
            ("in delay", @"^delay, 16 m \d\d s left$"), ("in lock", "^lock 'gate', held by #\\d+ in delay$"), ("in event", "^event 'door'$"),
            ("in semaphore", "^semaphore 'slots', held by #\\d+ with a slot$"), ("in queue", "^queue 'orders', empty$"), ("in barrier", "^barrier 'start'$"),
            ("in condition", "^condition$"),
            ("in tick", @"^tick, 16 m \d\d s left$"), ("in frames", "^frame \\d+$|^frames$"), ("in next frame", "^next frame$|^runs now$"), ("in task", @"^task #\d+ in delay$"),
            ("in outside", "^outside the loop"),
        })
        {
            await Expect(Row(name).GetByText(new Regex(words))).ToBeVisibleAsync();
        }

        await Page.Locator("#filter").FillAsync("condition");
        await Expect(Row("in condition")).ToBeVisibleAsync();
        await Expect(Row("in tick")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Script_FromTheList_RunsAndStops()
    {
        Write("Patrol.cs", Patrol);
        var host = await OpenDashboardAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Patrol.cs" }).ClickAsync();
        await Expect(Row("Patrol 2")).ToBeVisibleAsync();
        await Expect(Page.Locator("#script-note")).ToHaveTextAsync("1 running");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop Patrol.cs" }).ClickAsync();
        await host.WaitForAsync("patrol 2 ends");
        await Expect(Row("Patrol")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#script-note")).ToHaveTextAsync("");
    }

    [Test]
    public async Task Script_ThatDoesNotCompile_SaysWhereAndWhy()
    {
        Write("Wrong.cs", "\nLog(1)\n");
        await OpenDashboardAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Wrong.cs" }).ClickAsync();
        await Expect(Page.Locator("#script-output")).ToContainTextAsync("Wrong.cs(2,7): error CS1002: ; expected");
    }

    [Test]
    public async Task Text_FromTheProgram_IsNeverMarkup()
    {
        Write("Evil.cs", """
            Start(async () => await Delay(1000), "<img src=x onerror=alert(1)>");
            Log("<script>alert(2)</script>");
            await Delay(0.1);
            throw new Exception("<b onmouseover=alert(3)>");
            """);
        await OpenDashboardAsync("Evil.cs");
        await Expect(Row("<img src=x onerror=alert(1)>")).ToBeVisibleAsync();
        await Expect(Page.Locator("#log")).ToContainTextAsync("<script>alert(2)</script>");
        await Expect(Page.Locator("#fault-list")).ToContainTextAsync("<b onmouseover=alert(3)>");
        Assert.That(await Page.Locator("#spacer img, #log script, #fault-list b[onmouseover]").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Keyboard_Alone_FindsCancelsAndCloses()
    {
        Write("Patrol.cs", Patrol);
        var host = await OpenDashboardAsync("Patrol.cs");
        await Expect(Row("Patrol 2")).ToBeVisibleAsync();

        // Tab goes through the page in its order, the radio groups and the list being one stop each.
        var stops = new List<string>();
        for (var i = 0; i < 25 && !stops.Contains("row"); i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            stops.Add(await Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.getAttribute('role') || document.activeElement.textContent"));
        }

        Assert.That(stops, Is.EqualTo(new[] { "Skip to the tasks", "radio", "filter", "radio", "radio", "freeze", "cancel-all", "Task", "State", "Waits on", "Age", "Used", "Longest", "Resumes", "row" }));

        await Page.Keyboard.PressAsync("End");
        Assert.That(await FocusedRowAsync(), Does.Contain("watch tasks"));
        await Page.Keyboard.PressAsync("Home");
        await Page.Keyboard.PressAsync("ArrowDown");
        Assert.That(await FocusedRowAsync(), Does.Contain("Patrol.cs"));
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Row("Patrol 1")).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("ArrowRight");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("ArrowDown");
        Assert.That(await FocusedRowAsync(), Does.Contain("Patrol 1"));
        Assert.That(await Page.EvaluateAsync<bool>("document.activeElement.matches(':focus-visible')"), Is.True);

        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#details")).ToContainTextAsync("Patrol.cs:10");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("#details")).ToBeHiddenAsync();
        Assert.That(await FocusedRowAsync(), Does.Contain("Patrol 1"));

        await Page.Keyboard.PressAsync("Delete");
        await host.WaitForAsync("patrol 1 ends");
        await Expect(Row("Patrol 1")).ToHaveCountAsync(0);
        Assert.That(await FocusedRowAsync(), Does.Contain("Patrol 2"), "the neighbor has the focus now");

        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("watch");
        await Expect(Row("Patrol 2")).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Flat" })).ToBeCheckedAsync();
        await Expect(Page.Locator(".row.scope")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task List_SortedAndFiltered_ShowsWhatWasAskedFor()
    {
        Write("Sorted.cs", """
            for (int i = 0; i < 5; i++) { int n = i; Start(() => Spin(n), $"Spin {n}"); }
            await Delay(1000);
            async Task Spin(int n) { for (int i = 0; i < n * 10; i++) await NextFrame(); await Delay(1000); }
            """);
        await OpenDashboardAsync("Sorted.cs");
        await Expect(Row("Spin 4")).ToContainTextAsync("delay");
        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Flat" }).ClickAsync();
        await Page.Locator("#filter").FillAsync("spin sorted.cs");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resumes" }).ClickAsync();
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "Spin 4", "Spin 3", "Spin 2", "Spin 1", "Spin 0" }));
        await Expect(Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "Resumes" })).ToHaveAttributeAsync("aria-sort", "descending");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resumes" }).ClickAsync();
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "Spin 0", "Spin 1", "Spin 2", "Spin 3", "Spin 4" }));
        await Page.Locator("#filter").FillAsync("nothing like it");
        await Expect(Page.Locator("#empty")).ToHaveTextAsync("No task fits the filter.");
    }

    [Test]
    public async Task TenThousandTasks_Scrolled_KeepFewNodesAndFrames()
    {
        Write("Swarm.cs", """
            for (int i = 0; i < 10000; i++) { int n = i; Start(() => Bee(n), $"Bee {n}"); }
            await Delay(1000);
            async Task Bee(int n) { while (true) { await Delay(0.5 + n % 100 * 0.05); } }
            """);
        await OpenDashboardAsync("Swarm.cs");
        await Expect(Page.Locator("#states [data-value=all] b")).ToHaveTextAsync(new Regex("^10,00\\d$"), new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        var frames = await Page.EvaluateAsync<double[]>("""
            () => new Promise((resolve) => {
              const viewport = document.getElementById('viewport'), times = [];
              let last = performance.now(), most = 0;
              const step = (now) => {
                times.push(now - last);
                last = now;
                viewport.scrollTop += 1500;
                most = Math.max(most, document.getElementsByTagName('*').length);
                if (times.length < 180) requestAnimationFrame(step);
                else resolve([most, ...times.slice(1).sort((a, b) => a - b)]);
              };
              requestAnimationFrame(step);
            })
            """);
        var times = frames[1..];
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames[0]} nodes at most; frames: median {times[times.Length / 2]:F1} ms, 95 % {times[times.Length * 95 / 100]:F1} ms, longest {times[^1]:F1} ms"));
        Assert.That(frames[0], Is.LessThan(2500), "nodes of the whole page");
        Assert.That(await Page.Locator(".row").CountAsync(), Is.LessThan(60));
        Assert.That(await Page.EvaluateAsync<double>("document.getElementById('viewport').scrollTop"), Is.GreaterThan(200_000));
        Assert.That(await Page.Locator(".row").First.InnerTextAsync(), Does.Contain("Bee"));

        // The row with the focus outlives being scrolled out of sight.
        await Page.Locator("#grid").FocusAsync();
        await Page.Keyboard.PressAsync("Home");
        await Page.Keyboard.PressAsync("End");
        var focused = (await FocusedRowAsync()).Split('\n')[0];
        Assert.That(focused, Is.Not.Empty.And.Not.Contain("Bee 0"));
        await Page.EvaluateAsync("document.getElementById('viewport').scrollTop = 0");
        await Expect(Row("Bee 0")).ToBeVisibleAsync();
        Assert.That(await FocusedRowAsync(), Does.StartWith(focused));
    }

    [Test]
    public async Task Freeze_HoldsTheListStill()
    {
        Write("Patrol.cs", Patrol);
        var host = await OpenDashboardAsync("Patrol.cs");
        await Expect(Row("Patrol 1")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("p");
        await host.TypeAsync("AsyncTick.Cancel \"Patrol 1\"");
        await Expect(Page.Locator("#log")).ToContainTextAsync("patrol 1 ends");
        await Expect(Row("Patrol 1")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("p");
        await Expect(Row("Patrol 1")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Window_Narrow_ShowsOnePanelAtATimeAndFits()
    {
        Write("Patrol.cs", Patrol);
        await Page.SetViewportSizeAsync(420, 860);
        await OpenDashboardAsync("Patrol.cs");
        await Expect(Row("Patrol 1")).ToBeVisibleAsync();
        await Expect(Page.Locator("#log")).ToBeHiddenAsync();
        await Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Log" }).ClickAsync();
        await Expect(Page.Locator("#log")).ToContainTextAsync("on patrol");
        await Expect(Page.Locator("#grid")).ToBeHiddenAsync();
        Assert.That(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True);
    }

    private Task<string> FocusedRowAsync() => Page.EvaluateAsync<string>("document.activeElement.getAttribute('role') === 'row' ? document.activeElement.innerText : ''");

    private async Task<string[]> NamesAsync() => await Page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('.row')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((row) => row.querySelector('.label').textContent)");
}
