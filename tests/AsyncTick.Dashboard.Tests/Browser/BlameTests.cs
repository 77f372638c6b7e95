using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>Whom the page blames: one count of faults, the script's line for a wait, and nothing of its own for a long frame.</summary>
public sealed class BlameTests : BrowserTestBase
{
    [Test]
    public async Task Faults_ThatDifferByIds_AreOneKindAndCountedTheSameEverywhere()
    {
        Write("Stones.cs", """
            for (int i = 1; i <= 7; i++) { int stone = i; Start(() => Fall(stone), $"Stone {stone}"); }
            Start(async () => { await NextFrame(); throw new ArgumentException("Another thing."); }, "Other");
            await Delay(1000);
            async Task Fall(int stone) { await NextFrame(); throw new InvalidOperationException($"Stone {stone} fell at {stone * 1.5} m."); }
            """);
        await OpenDashboardAsync("Stones.cs");
        await Expect(Page.Locator("#fault-count")).ToHaveTextAsync("8");
        await Expect(Page.Locator("#fault-note")).ToHaveTextAsync("8 faults of 2 kinds");
        await Expect(Page.Locator("#tab-faults")).ToHaveTextAsync("8");
        await Expect(Page.Locator("#fault-list details")).ToHaveCountAsync(2);
        await Expect(Page.Locator("#fault-list details").Filter(new LocatorFilterOptions { HasText = "fell at" })).ToContainTextAsync("7 × ");
    }

    [Test]
    public async Task Wait_InsideACallOfTheLibrary_ShowsTheScriptsLine()
    {
        Write("Listener.cs", """
            using AsyncTick.Net;
            using System.Net;
            using System.Net.Sockets;
            TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            await using LineConnection line = await LineConnection.Open("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
            string? said = await line.ReadLine();
            """);
        var host = await OpenDashboardAsync("Listener.cs");
        var task = Page.Locator("[role=row][aria-level=\"3\"]").Filter(new LocatorFilterOptions { HasText = "Listener.cs" });
        await Expect(task.Locator(".site")).ToHaveTextAsync("Listener.cs:7");
        await host.TypeAsync("AsyncTick.List");
        await host.WaitForAsync("at Listener.cs:7");
    }

    [Test]
    public async Task Opening_FirstPageOfAProgram_HoldsTheGameThreadForNoMoreThanALook()
    {
        Write("Waits.cs", """
            for (int i = 0; i < 20; i++) { Start(async () => { await new TaskCompletionSource().Task; }, "outside"); }
            for (int i = 0; i < 200; i++) { Start(async () => { await Delay(1000); }, "delay"); }
            await Delay(1000);
            """);

        // Reading symbols and translating code took 5 ms and more. Of several, as another process may take the processor away for longer.
        var shortest = double.MaxValue;
        for (var attempt = 0; attempt < 8 && shortest >= 3; attempt++)
        {
            var host = await OpenDashboardAsync("Waits.cs");
            await Expect(Row("outside")).ToContainTextAsync("Waits.cs:1");
            await Page.Locator("#filter").FillAsync("watch tasks");

            // A row says nothing of the step that has read it.
            var before = await Row("watch tasks").Locator(".resumes").InnerTextAsync();
            await Expect(Row("watch tasks").Locator(".resumes")).Not.ToHaveTextAsync(before);
            shortest = Math.Min(shortest, Milliseconds(await Row("watch tasks").Locator(".longest").InnerTextAsync()));
            host.Kill();
        }

        TestContext.Out.WriteLine($"The page's longest step: {shortest} ms");
        Assert.That(shortest, Is.LessThan(3));
    }

    private static double Milliseconds(string text) =>
        double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * (text.Split(' ')[1] switch { "µs" => 1e-3, "ms" => 1, _ => 1e3 });
}
