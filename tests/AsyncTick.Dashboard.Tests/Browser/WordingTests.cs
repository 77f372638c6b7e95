using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>How the page words what it is told: its stream is the test's here, so that each number is known.</summary>
public sealed class WordingTests : BrowserTestBase
{
    private static readonly string[] States = ["running", "waiting", "canceling", "completed", "canceled", "faulted", "abandoned", "paused"];
    private static readonly string[] Waits = ["outside", "next frame", "frames", "delay"];

    [Test]
    public async Task Tasks_NotAllReadYet_AreToldAsReading()
    {
        await OpenAsync([Stats(tasks: 5013)]);
        await Expect(Page.Locator("#reading")).ToHaveTextAsync("reading 2 of 5,013");
        await Expect(Page.Locator("#task-count")).ToHaveTextAsync("5,013");
        await Expect(Page.Locator("#states [data-value=all] b")).ToHaveTextAsync("2");
    }

    [Test]
    public async Task Tasks_AllRead_NeedNoNote()
    {
        await OpenAsync([Stats(tasks: 2)]);
        await Expect(Page.Locator("#task-count")).ToHaveTextAsync("2");
        await Expect(Page.Locator("#reading")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Counts_OfOne_AreInTheSingular()
    {
        await OpenAsync([Stats(slow: 1)]);
        await Expect(Page.Locator("#slow-count")).ToHaveTextAsync("1 slow step");
        await Row("old").ClickAsync();
        await Expect(Page.Locator("#details")).ToContainTextAsync("in 1 resume");
        await Expect(Page.Locator("#details")).Not.ToContainTextAsync("1 resumes");
        await Expect(Row("root")).ToContainTextAsync("2 tasks");
    }

    [Test]
    public async Task Faults_BeforeThePageIsConnected_AreNotSaidToBeNone()
    {
        await OpenAsync([Stats()], isConnected: false);
        await Expect(Page.Locator("#fault-list")).ToHaveTextAsync("Shown once this page is connected.");
        await Expect(Page.Locator("#fault-note")).ToHaveTextAsync("");
    }

    [TestCase(1, 1, "1 fault")]
    [TestCase(2, 1, "2 faults of 1 kind")]
    [TestCase(2, 2, "2 faults of 2 kinds")]
    public async Task Faults_Counted_AreInTheSingularWhereOne(int faults, int kinds, string words)
    {
        var added = Enumerable.Range(1, kinds).Select(number => new { number, count = 1, last = 0, type = "X", message = "m", name = "t", scope = "s", stack = "" });
        await OpenAsync([Stats(faults: faults)], newFaults: [.. added]);
        await Expect(Page.Locator("#fault-note")).ToHaveTextAsync(words);
    }

    [Test]
    public async Task Durations_OverAMinute_AreInMinutesEverywhere()
    {
        await OpenAsync([Stats()]);
        await Expect(Row("old").Locator(".age")).ToContainTextAsync("1 m 3");
        await Expect(Row("old").Locator(".wait")).ToContainTextAsync("m ");
        await Expect(Row("old").Locator(".wait")).Not.ToContainTextAsync("500");
        await Expect(Row("young").Locator(".age")).ToContainTextAsync(" s");
    }

    [Test]
    public async Task Chart_WithOneSpike_KeepsTheScaleOfTheRest()
    {
        var updates = Enumerable.Range(0, 40).Select(i => Stats(pumpMax: i == 20 ? 91_700 : 1_900 + (i % 5 * 100))).ToArray();
        await OpenAsync(updates);
        await Expect(Page.Locator("#pump-spark")).ToHaveAttributeAsync("data-top", "0.005");
        await Expect(Page.Locator("#pump-spark")).ToHaveAttributeAsync(
            "aria-label", "Longest pump in each quarter of a second, last 30 seconds. Scale to 5 ms, dashed rule: budget of 4 ms. Most: 91.7 ms.");
    }

    [Test]
    public async Task Chart_Drawn_HasInkAtTheHeightOfItsUsualValues()
    {
        await OpenAsync([.. Enumerable.Range(0, 120).Select(i => Stats(pumpMax: i == 60 ? 91_700 : 2_500))]);
        var inked = await Page.EvaluateAsync<double>("""
            async () => {
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const canvas = document.getElementById('pump-spark'), pen = canvas.getContext('2d');
              const x = Math.round(canvas.width * 0.9), column = pen.getImageData(x, 0, 1, canvas.height).data;
              let strongest = 0, at = 0;
              // Below the dashed rule of the budget.
              for (let y = Math.round(canvas.height * 0.4); y < canvas.height - 6; y++) if (column[y * 4 + 3] > strongest) [strongest, at] = [column[y * 4 + 3], y];
              return at / canvas.height;
            }
            """);
        Assert.That(inked, Is.InRange(0.42, 0.62), "half of the scale of 5 ms");
    }

    [Test]
    public async Task OwnTasks_Sorted_NeverLead()
    {
        await OpenAsync([Stats()]);
        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Flat" }).ClickAsync();
        for (var press = 0; press < 2; press++)
        {
            await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Used" }).ClickAsync();
            await Expect(Page.Locator(".row[aria-rowindex=\"3\"] .label")).ToHaveTextAsync("young");
        }

        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Tree" }).ClickAsync();
        await Expect(Row("root").Locator(".used")).ToHaveTextAsync("5.00 ms");
    }

    private static object Stats(int tasks = 2, int slow = 0, double pumpMax = 2_000, int faults = 0) => new
    {
        tasks,
        ended = 1,
        faults,
        slow,
        frame = 100,
        over = 0,
        frameRate = 60,
        stepRate = 10,
        pumpMax,
        pumpMean = 100,
        pumpLongest = 100,
        backlog = 0,
        longestBacklog = 0,
    };

    // A task of 95 s with a delay of 500 s, and one of the page's own that has used more.
    private async Task OpenAsync(object[] updates, object[]? newFaults = null, bool isConnected = true)
    {
        var full = new
        {
            loop = "test",
            budget = 4000,
            words = new { states = States, reasons = (string[])[""], waits = Waits },
            firstSite = 0,
            sites = (string[])["/game/Old.cs:3"],
            scopes = (object[])[(object[])[1, 0, "root", 0, 0], (object[])[2, 1, "dashboard", 0, 1]],
            add = (object[])[(object[])[1, 0, 1, "old", 0, 5.0], (object[])[2, 0, 2, "young", 0, 95.0]],
            set = (object[])[(object[])[1, 1, 0, 1, 5000, 5000, 3, 0, 6.0, 600.0, 0, 0], (object[])[2, 1, 0, 3, 90_000, 80_000, 1, 0, 99.0, -1, -1, 0]],
            scripts = (object[])[],
            clocks = (double[])[100.0],
            now = 100.0,
            newFaults = newFaults ?? [],
            stats = updates[0],
        };
        var body = $"event: full\ndata: {JsonSerializer.Serialize(full)}\n\n"
            + string.Concat(updates.Skip(1).Select(stats => $"event: delta\ndata: {JsonSerializer.Serialize(new { now = 100.0, clocks = (double[])[100.0], stats })}\n\n"));
        var link = await StartHost().StartDashboardAsync();
        await Page.RouteAsync("**/api/stream", route => !isConnected ? Task.CompletedTask : route.FulfillAsync(new RouteFulfillOptions { Status = 200, ContentType = "text/event-stream", Body = body }));
        await Page.RouteAsync("**/api/scripts", route => route.FulfillAsync(new RouteFulfillOptions { Status = 200, ContentType = "application/json", Body = """{"folders":[],"scripts":[]}""" }));
        await Page.GotoAsync(link);
        await Expect(Page.Locator("#loop")).ToHaveTextAsync(isConnected ? "test" : "");
    }
}
