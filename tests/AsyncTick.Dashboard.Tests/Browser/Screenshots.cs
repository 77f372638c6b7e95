using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>Makes the images of the README: <c>dotnet test tests/AsyncTick.Dashboard.Tests --filter Name=Images_OfTheReadme</c>.</summary>
public sealed class Screenshots : BrowserTestBase
{
    private const int MaxBytes = 300_000;

    private const string Siege = """
        AsyncLock drawbridge = new("drawbridge");
        TaskScope walls = Scope.CreateChild("walls");
        TaskScope keep = Scope.CreateChild("keep");
        TaskScope reserve = Scope.CreateChild("reserve");
        Random random = new(7);

        for (int i = 1; i <= 3; i++) { int cart = i; keep.Start(() => Cart(cart), $"Cart {cart}"); }
        keep.Start(Cook, "Cook");
        keep.Start(Lookout, "Lookout");
        keep.Start(Messenger, "Messenger");
        keep.Start(Pathfinder, "Pathfinder");
        GameTask herald = keep.Start(Herald, "Herald");
        for (int i = 1; i <= 3; i++) { reserve.Start(Wait, $"Reserve {i}"); }
        reserve.Pause();
        for (int i = 1; i <= 40; i++) { int post = i; walls.Start(() => Patrol(post), $"Patrol {post}"); }
        Start(Trebuchet, "Trebuchet");
        await NextFrame();
        herald.Cancel();
        await new AsyncManualResetEvent(name: "relief").WaitAsync();

        async Task Patrol(int post)
        {
            while (true)
            {
                await Delay(0.4 + random.NextDouble() * 5);
                Work(0.25 * random.NextDouble());
            }
        }

        async Task Cart(int cart)
        {
            while (true)
            {
                using (await drawbridge.LockAsync())
                {
                    SetStatus("crossing");
                    await Delay(2.5);
                }

                SetStatus("");
                await Delay(1);
            }
        }

        async Task Cook()
        {
            await foreach (Tick tick in Every(3))
            {
                Work(1.2);
                Log($"Soup {tick.Index} is served.");
            }
        }

        async Task Herald()
        {
            try { await Delay(600); }
            finally
            {
                using (Defer(600)) { await Delay(300); }
            }
        }

        async Task Wait() => await Delay(1000);

        async Task Lookout() => await Until(() => random.NextDouble() < 0);

        async Task Messenger()
        {
            while (true) { await Task.Delay(60000).InScope(); }
        }

        async Task Pathfinder()
        {
            while (true)
            {
                await RunInExecutor(() => { Thread.Sleep(700); return 1; });
                await NextFrame();
            }
        }

        async Task Trebuchet()
        {
            for (int shot = 1; ; shot++)
            {
                await Delay(1.7);
                Work(shot % 4 == 3 ? 9 : 1 + random.NextDouble() * 2.5);
                if (shot % 3 == 0) { int stone = shot; Start(() => Stone(stone), $"Stone {stone}"); }
                if (shot % 5 == 0) { LogWarning("The trebuchet creaks."); }
            }
        }

        async Task Stone(int shot)
        {
            await Delay(0.8);
            throw new InvalidOperationException($"The stone hit our own tower.");
        }

        void Work(double milliseconds)
        {
            long until = System.Diagnostics.Stopwatch.GetTimestamp() + (long)(milliseconds * System.Diagnostics.Stopwatch.Frequency / 1000);
            while (System.Diagnostics.Stopwatch.GetTimestamp() < until) { }
        }
        """;

    [Test]
    [Explicit("Writes the images of the README.")]
    public async Task Images_OfTheReadme()
    {
        var game = Path.Combine(Path.GetTempPath(), "MyGame");
        var scripts = Directory.CreateDirectory(Path.Combine(game, "Content", "Scripts")).FullName;
        try
        {
            File.WriteAllText(Path.Combine(scripts, "Siege.cs"), Siege);
            foreach (var sample in Directory.GetFiles(Path.Combine(TestPaths.ImageFolder, "..", "..", "Content", "Scripts"), "*.cs"))
            {
                File.Copy(sample, Path.Combine(scripts, Path.GetFileName(sample)), overwrite: true);
            }

            using var host = new HeadlessHost(game);
            await host.TypeAsync("AsyncTick.Run Siege.cs");
            await host.WaitForAsync("Siege.cs started");
            await host.TypeAsync("AsyncTick.Run Timers.cs");
            var link = await host.StartDashboardAsync();
            Directory.CreateDirectory(TestPaths.ImageFolder);

            var light = await OpenAsync(link, ColorScheme.Light, 1440, 900);
            var dark = await OpenAsync(link, ColorScheme.Dark, 1440, 900);
            var narrow = await OpenAsync(link, ColorScheme.Light, 420, 860);
            await Expect(light.Locator("#fault-list .times b")).ToHaveTextAsync("6 × ", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
            foreach (var page in (IPage[])[light, dark])
            {
                await page.Locator("#fault-list summary").ClickAsync();
                await page.Locator(".row").Filter(new LocatorFilterOptions { HasText = "Cart 2" }).ClickAsync();
                await page.Mouse.MoveAsync(700, 890);
            }

            await SaveAsync(light, "dashboard-light.png");
            await SaveAsync(dark, "dashboard-dark.png");
            await SaveAsync(narrow, "dashboard-narrow.png");
            await light.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Timeline" }).ClickAsync();
            await light.WaitForFunctionAsync("() => Number(document.getElementById('frames').dataset.most) > 0.008");
            await light.Locator("#longest").ClickAsync();
            await light.Locator("#frames").FocusAsync();
            for (var turn = 0; turn < 2; turn++)
            {
                await light.Locator("#zoom-in").ClickAsync();
            }

            await light.Mouse.MoveAsync(700, 890);
            await SaveAsync(light, "dashboard-timeline.png");
        }
        finally
        {
            Directory.Delete(game, recursive: true);
        }
    }

    private async Task<IPage> OpenAsync(string link, ColorScheme scheme, int width, int height)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        return page;
    }

    private static async Task SaveAsync(IPage page, string name)
    {
        var path = Path.Combine(TestPaths.ImageFolder, name);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        Assert.That(new FileInfo(path).Length, Is.LessThan(MaxBytes), name);
    }
}
