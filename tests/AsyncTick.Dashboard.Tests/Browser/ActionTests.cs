using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>What can be done from the page beyond canceling: pausing, evaluating, looking at what has ended, searching the log.</summary>
public sealed class ActionTests : BrowserTestBase
{
    private const string Counters = """
        TaskScope field = Scope.CreateChild("field");
        field.Start(() => Count(), "Counter 1");
        field.Start(() => Count(), "Counter 2");
        Log("the counters run");
        LogWarning("the weather changes");
        await Delay(1000);
        async Task Count() { while (true) { await Delay(0.05); } }
        """;

    [Test]
    public async Task Pause_InARow_RestsThatTaskUntilItIsResumed()
    {
        Write("Counters.cs", Counters);
        await OpenDashboardAsync("Counters.cs");
        await Row("Counter 1").HoverAsync();
        await Button(Row("Counter 1"), "Pause").ClickAsync();
        await Expect(Row("Counter 1")).ToHaveAttributeAsync("data-state", "paused");
        await Expect(Row("Counter 2")).Not.ToHaveAttributeAsync("data-state", "paused");
        await Row("Counter 1").HoverAsync();
        await Button(Row("Counter 1"), "Resume").ClickAsync();
        await Expect(Row("Counter 1")).Not.ToHaveAttributeAsync("data-state", "paused");

        // By the keyboard, and from the details.
        await Row("Counter 2").ClickAsync();
        await Page.Keyboard.PressAsync("r");
        await Expect(Row("Counter 2")).ToHaveAttributeAsync("data-state", "paused");
        await Button(Page.Locator("#details"), "Resume").ClickAsync();
        await Expect(Row("Counter 2")).Not.ToHaveAttributeAsync("data-state", "paused");
    }

    [Test]
    public async Task Pause_OfAScope_RestsAllInIt_AndTheRootHasNone()
    {
        Write("Counters.cs", Counters);
        await OpenDashboardAsync("Counters.cs");
        await Row("field").HoverAsync();
        await Button(Row("field"), "Pause").ClickAsync();
        await Expect(Row("Counter 1")).ToHaveAttributeAsync("data-state", "paused");
        await Expect(Row("Counter 2")).ToHaveAttributeAsync("data-state", "paused");
        await Expect(Row("field")).ToContainTextAsync("2 tasks · paused");
        await Row("field").HoverAsync();
        await Button(Row("field"), "Resume").ClickAsync();
        await Expect(Row("Counter 1")).Not.ToHaveAttributeAsync("data-state", "paused");
        await Expect(Row("field")).Not.ToContainTextAsync("paused");
        await Row("Headless").HoverAsync();
        await Expect(Button(Row("Headless"), "Cancel")).ToBeVisibleAsync();
        await Expect(Button(Row("Headless"), "Pause")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Eval_OfALine_ShowsItsValueAndKeepsWhatItDeclares()
    {
        await OpenDashboardAsync();
        await EvaluateAsync("var answer = 6 * 7;");
        await EvaluateAsync("answer");
        await Expect(Page.Locator("#log [data-kind=value]").Last).ToHaveTextAsync(new Regex("42$"));
        await EvaluateAsync("nothing.Such()");
        await Expect(Page.Locator("#log [data-kind=refused]")).ToContainTextAsync("CS0103");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.Keyboard.PressAsync("ArrowUp");
        Assert.That(await Page.Locator("#eval-code").InputValueAsync(), Is.EqualTo("answer"));
    }

    [Test]
    public async Task Ended_Tasks_AreListedWithWhatCameOfThem()
    {
        Write("Ends.cs", """
            Start(async () => { await NextFrame(); }, "Done");
            Start(async () => { await NextFrame(); throw new InvalidOperationException("OOPS"); }, "Broken");
            GameTask stopped = Start(async () => { await Delay(1000); }, "Stopped");
            await NextFrame();
            stopped.Cancel();
            await Delay(1000);
            """);
        await OpenDashboardAsync("Ends.cs");
        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Ended" }).ClickAsync();
        await Expect(Row("Done")).ToHaveAttributeAsync("data-state", "completed");
        await Expect(Row("Broken")).ToContainTextAsync("OOPS");
        await Expect(Row("Stopped")).ToContainTextAsync("user");
        await Expect(Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "Outcome" })).ToBeVisibleAsync();
        await Row("Stopped").HoverAsync();
        await Expect(Button(Row("Stopped"), "Cancel")).ToHaveCountAsync(0);
        await Row("Broken").ClickAsync();
        await Expect(Page.Locator("#details")).ToContainTextAsync("Headless/Ends.cs");

        // One that ends meanwhile comes first; asking for the list adds none of its own.
        await EvaluateAsync("Start(async () => { await NextFrame(); }, \"Late\")");
        await Expect(Page.Locator(".row[aria-rowindex=\"2\"] .label, .row[aria-rowindex=\"3\"] .label, .row[aria-rowindex=\"4\"] .label").GetByText("Late")).ToBeVisibleAsync();
        await Page.Locator("#filter").FillAsync("stopped");
        await Expect(Page.Locator(".row")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Log_Searched_ShowsTheLinesWithTheWords()
    {
        Write("Counters.cs", Counters);
        await OpenDashboardAsync("Counters.cs");
        await Expect(Page.Locator("#log")).ToContainTextAsync("the weather changes");
        await Page.Locator("#log-search").FillAsync("WEATHER the");
        await Expect(Page.Locator("#log > div:visible")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#log-found")).ToHaveTextAsync(new Regex("^1 of \\d+$"));
        await Page.Locator("#log-search").FillAsync("");
        await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Warnings" }).ClickAsync();
        await Expect(Page.Locator("#log > div:visible").Filter(new LocatorFilterOptions { HasText = "the weather changes" })).ToHaveCountAsync(1);
        await Expect(Page.Locator("#log > div:visible").Filter(new LocatorFilterOptions { HasText = "the counters run" })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Scripts_FromElsewhere_StayInTheListAfterCancelAll()
    {
        Write("Counters.cs", Counters);
        var elsewhere = Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName;
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "Guest.cs"), "await Delay(1000);");
        var host = await OpenDashboardAsync();
        await host.TypeAsync($"AsyncTick.Run {Path.Combine(elsewhere, "Guest.cs")}");
        await Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop Guest.cs" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel all" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel them" }).ClickAsync();
        await Expect(Page.Locator("#script-note")).ToHaveTextAsync("");
        await Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Counters.cs" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Guest.cs" }).ClickAsync();
        await Expect(Page.Locator("#script-note")).ToHaveTextAsync("1 running");

        // Another page knows it, too.
        await Page.ReloadAsync();
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Stop Guest.cs" }).ClickAsync();
        await Expect(Page.Locator("#script-note")).ToHaveTextAsync("");
        await Page.ReloadAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Guest.cs" })).ToBeVisibleAsync();
    }

    private static ILocator Button(ILocator inside, string name) => inside.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    private async Task EvaluateAsync(string code)
    {
        await Page.Locator("#eval-code").FillAsync(code);
        await Page.Locator("#eval-code").PressAsync("Enter");
    }
}
