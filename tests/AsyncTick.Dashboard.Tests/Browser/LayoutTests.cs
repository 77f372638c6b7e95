using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>
/// The page at the widths that there are, in both themes: nothing outside its box, no control cut off, every row's actions within reach, text that can be
/// read. With <c>ASYNCTICK_SCREENSHOTS</c> set to a folder, what was looked at is saved there.
/// </summary>
public sealed class LayoutTests : BrowserTestBase
{
    private const string Village = """
        AsyncLock drawbridge = new("drawbridge");
        TaskScope walls = Scope.CreateChild("walls");
        TaskScope keep = Scope.CreateChild("keep");
        TaskScope reserve = Scope.CreateChild("reserve");
        for (int i = 1; i <= 3; i++) { int cart = i; keep.Start(() => Cart(), $"Cart {cart}"); }
        keep.Start(Cook, "Cook");
        keep.Start(async () => { await new AsyncManualResetEvent(name: "the end of all things").WaitAsync(); }, "A task whose name is longer than any column of the list can be");
        keep.Start(async () => { await new TaskCompletionSource().Task; }, "Messenger");
        GameTask herald = keep.Start(Herald, "Herald");
        for (int i = 1; i <= 3; i++) { reserve.Start(() => Rest(), $"Reserve {i}"); }
        reserve.Pause();
        for (int i = 1; i <= 60; i++) { int post = i; walls.Start(() => Patrol(post), $"Patrol {post}"); }
        for (int i = 1; i <= 4; i++) { int stone = i; Start(() => Stone(stone), $"Stone {stone}"); }
        Start(async () => { await NextFrame(); int[] none = []; none[1] = 0; }, "Miller");
        LogWarning("The trebuchet creaks.");
        LogError("The trebuchet has broken, and this line about it is so long that it does not fit into one row of the log at any width of the window that there is.");
        await NextFrame();
        herald.Cancel();
        await Delay(1000);

        async Task Patrol(int post) { while (true) { await Delay(5 + post); } }
        async Task Cart() { while (true) { using (await drawbridge.LockAsync()) { SetStatus("crossing, 62 %"); await Delay(300); } } }
        async Task Cook() { await foreach (Tick tick in Every(1)) { SetStatus($"{tick.Index} %"); } }
        async Task Herald() { try { await Delay(600); } finally { using (Defer(600)) { await Delay(300); } } }
        async Task Rest() { await Delay(1000); }
        async Task Stone(int stone) { await Delay(0.1); throw new InvalidOperationException($"The stone {stone} hit our own tower."); }
        """;

    // All that is wrong with the boxes of the page, in words.
    private const string FindFaults = """
        () => {
          const faults = [];
          const name = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${element.className && typeof element.className === 'string' ? `.${element.className.replace(/ /g, '.')}` : ''} '${(element.textContent || element.placeholder || '').trim().slice(0, 30)}'`;
          const clips = (style, axis) => style[`overflow${axis}`] !== 'visible';
          const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = (color) => {
            pen.clearRect(0, 0, 1, 1);
            pen.fillStyle = color;
            pen.fillRect(0, 0, 1, 1);
            return [...pen.getImageData(0, 0, 1, 1).data];
          };
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const color = rgba(getComputedStyle(at).backgroundColor);
              if (color[3] > 250) return color;
            }
            return [255, 255, 255, 255];
          };
          const light = (color) => {
            const [r, g, b] = color.slice(0, 3).map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          for (const element of document.body.querySelectorAll('*')) {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            if (!box.width || !box.height || style.visibility === 'hidden' || element.closest('.skip, dialog:not([open])')) continue;
            if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${name(element)} is outside the window: ${box.left} to ${box.right}`);
            if (style.position !== 'absolute' || !element.closest('.viewport')) {
              if (element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis') faults.push(`${name(element)} cuts its content: ${element.scrollWidth} in ${element.clientWidth}`);
            }
            for (let at = element.parentElement, x = true, y = true; at && at !== document.body && (x || y); at = at.parentElement) {
              const outer = at.getBoundingClientRect(), outerStyle = getComputedStyle(at);
              if (x && clips(outerStyle, 'X')) {
                if (outerStyle.textOverflow !== 'ellipsis' && (box.left < outer.left - 1 || box.right > outer.right + 1)) faults.push(`${name(element)} is cut at the side by ${name(at)}`);
                x = false;
              }
              if (y && clips(outerStyle, 'Y')) {
                if (outerStyle.overflowY === 'hidden' && outerStyle.textOverflow !== 'ellipsis' && (box.top < outer.top - 1 || box.bottom > outer.bottom + 1)) faults.push(`${name(element)} is cut in height by ${name(at)}`);
                y = false;
              }
            }
            if (element.matches('button, summary, h1, h2, th, .chips *, .gauge *') && element.scrollWidth > element.clientWidth + 1 && style.display !== 'inline') faults.push(`${name(element)} does not fit: ${element.scrollWidth} in ${element.clientWidth}`);
            if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !element.disabled) {
              const back = light(ground(element)), fore = light(rgba(style.color));
              const contrast = (Math.max(back, fore) + 0.05) / (Math.min(back, fore) + 0.05);
              if (contrast < 4.5) faults.push(`${name(element)} has a contrast of ${contrast.toFixed(2)}`);
            }
          }
          return [...new Set(faults)];
        }
        """;

    private static readonly int[] Widths = [390, 800, 1000, 1200, 1440];

    [Test]
    public Task Widths_InTheLightTheme_ShowEverythingInItsBox() => LookAsync(ColorScheme.Light);

    [Test]
    public Task Widths_InTheDarkTheme_ShowEverythingInItsBox() => LookAsync(ColorScheme.Dark);

    [Test]
    public async Task Header_AtEightHundredBySixHundred_TakesLessThanATenthOfTheHeight()
    {
        await OpenDashboardAsync();
        await Page.SetViewportSizeAsync(800, 600);
        Assert.That(await Page.EvaluateAsync<double>("document.querySelector('header').offsetHeight"), Is.LessThan(60));
    }

    private async Task LookAsync(ColorScheme theme)
    {
        Write("Village.cs", Village);
        Write("Another script with a long name that says what it does.cs", "await Delay(1);");
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme });
        await OpenDashboardAsync("Village.cs");
        await Expect(Page.Locator("#fault-list details").First).ToContainTextAsync("stone 4", new LocatorAssertionsToContainTextOptions { UseInnerText = false });
        await Expect(Row("Patrol 60").Or(Row("Patrol 1"))).Not.ToHaveCountAsync(0);
        foreach (var width in Widths)
        {
            await Page.SetViewportSizeAsync(width, width == 390 ? 844 : width == 800 ? 600 : 900);
            await LookAtAsync(theme, width, "tasks");
            await CheckShortNamesAsync(width);
            await CheckWaitAsync(width);
            await CheckRowActionsAsync(theme, width);
            foreach (var tab in width <= 940 ? (string[])["Scripts", "Faults", "Log"] : [])
            {
                await Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = tab }).ClickAsync();
                await LookAtAsync(theme, width, tab);
            }

            var switches = width <= 940 ? AriaRole.Tab : AriaRole.Radio;
            await Page.GetByRole(switches, new PageGetByRoleOptions { Name = "Timeline" }).ClickAsync();
            if (await Page.Locator("#live").GetAttributeAsync("aria-pressed") == "false")
            {
                await Page.Locator("#live").ClickAsync();
            }

            await Expect(Page.Locator("#timeline-note")).ToContainTextAsync("frames with");
            await LookAtAsync(theme, width, "timeline");
            await Page.Locator("#longest").ClickAsync();
            await Expect(Page.Locator("#step-info")).ToBeVisibleAsync();
            await LookAtAsync(theme, width, "frame");
            await Page.GetByRole(switches, new PageGetByRoleOptions { Name = "Tasks" }).ClickAsync();

            await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Ended" }).ClickAsync();
            await Expect(Row("Stone 4")).ToBeVisibleAsync();
            await LookAtAsync(theme, width, "ended");
            await Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "Tree" }).ClickAsync();
        }
    }

    private async Task LookAtAsync(ColorScheme theme, int width, string what)
    {
        // Two frames: sizes are told to the page after the first.
        await Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        if (Environment.GetEnvironmentVariable("ASYNCTICK_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{theme}-{width}-{what}.png") });
        }

        var faults = await Page.EvaluateAsync<string[]>(FindFaults);
        Assert.That(faults, Is.Empty, $"{what} at {width} px, {theme}");
    }

    // A name and a status that a line has room for are not cut.
    private async Task CheckShortNamesAsync(int width)
    {
        var cut = await Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.row')].filter((row) => !row.textContent.includes('longer than any'))
              .flatMap((row) => [...row.querySelectorAll('.label, .status')]).filter((text) => text.scrollWidth > text.clientWidth + 1).map((text) => text.textContent)
            """);
        Assert.That(cut, Is.Empty, $"names and statuses at {width} px");
    }

    private async Task CheckWaitAsync(int width)
    {
        var wait = await Row("Cart 2").Locator(".wait > span").First.EvaluateAsync<int[]>("text => [text.scrollWidth, text.clientWidth]");
        Assert.That(wait[0], width < 1200 ? Is.Positive : Is.LessThanOrEqualTo(wait[1] + 8), $"the lock and its holder at {width} px");
    }

    private async Task CheckRowActionsAsync(ColorScheme theme, int width)
    {
        await Row("Cook").HoverAsync();
        foreach (var action in (string[])["Pause", "Cancel"])
        {
            await Row("Cook").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = action }).ClickAsync(new LocatorClickOptions { Trial = true });
        }

        await LookAtAsync(theme, width, "row");

        // Without a mouse the details have them.
        await Row("Cook").Locator(".label").ClickAsync();
        foreach (var action in (string[])["Pause", "Cancel", "Close"])
        {
            await Page.Locator("#details").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = action }).ClickAsync(new LocatorClickOptions { Trial = true });
        }

        await LookAtAsync(theme, width, "details");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("#details")).ToBeHiddenAsync();
    }
}
