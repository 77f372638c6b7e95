using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>Makes the images of the README: <c>dotnet test tests/AsyncTick.Dashboard.Tests --filter Name=Images_OfTheReadme</c>.</summary>
public sealed class Screenshots : BrowserTestBase
{
    private const int MaxBytes = 300_000;

    [Test]
    [Explicit("Writes the images of the README.")]
    public async Task Images_OfTheReadme()
    {
        var game = Path.Combine(Path.GetTempPath(), "MyGame");
        var scripts = Directory.CreateDirectory(Path.Combine(game, "Content", "Scripts")).FullName;
        try
        {
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
