using Microsoft.Playwright;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>A real browser with a page of its own for each test, and the real host beside it. What the page throws or complains of fails the test.</summary>
public abstract class BrowserTestBase
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    // Playwright tells of them on a thread of its own.
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _complaints = [];
    private readonly List<HeadlessHost> _hosts = [];
    private IPlaywright _playwright = null!;
    private IBrowserContext _context = null!;

    protected IBrowser Browser { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    protected string Folder { get; private set; } = "";

    protected static string ChromiumPath => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    protected virtual BrowserNewContextOptions ContextOptions => new() { ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce };

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(15_000);
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumPath, Args = Flags });
    }

    [OneTimeTearDown]
    public async Task EndBrowser()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    [SetUp]
    public async Task OpenPage()
    {
        _complaints.Clear();
        Folder = Directory.CreateTempSubdirectory("asynctick-dashboard-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "Content", "Scripts"));
        _context = await Browser.NewContextAsync(ContextOptions);
        _context.SetDefaultTimeout(15_000);
        Page = await NewPageAsync();
    }

    [TearDown]
    public async Task ClosePage()
    {
        await _context.DisposeAsync();
        _hosts.ForEach(host => host.Dispose());
        _hosts.Clear();
        Directory.Delete(Folder, recursive: true);
        Assert.That(_complaints, Is.Empty);
    }

    /// <summary>Another page in the same browser window.</summary>
    protected async Task<IPage> NewPageAsync()
    {
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // The browser itself writes a line for each request that fails, which some tests are about.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Enqueue(message.Text);
            }
        };
        return page;
    }

    /// <summary>For a test in which the browser's own complaint is what is wanted.</summary>
    protected void ForgetComplaints() => _complaints.Clear();

    /// <summary>Writes a script where the host looks for scripts.</summary>
    protected void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, "Content", "Scripts", name), text);

    private protected HeadlessHost StartHost(string? token = null)
    {
        var host = new HeadlessHost(Folder, token);
        _hosts.Add(host);
        return host;
    }

    /// <summary>A host with its dashboard open in the page.</summary>
    private protected async Task<HeadlessHost> OpenDashboardAsync(params string[] scripts)
    {
        var host = StartHost();
        foreach (var script in scripts)
        {
            await host.TypeAsync($"AsyncTick.Run {script}");
            await host.WaitForAsync($"{script} started");
        }

        await Page.GotoAsync(await host.StartDashboardAsync());
        await Assertions.Expect(Page.Locator("#connection")).ToHaveTextAsync("live");
        return host;
    }

    /// <summary>The row of the list that has this text in its name.</summary>
    protected ILocator Row(string name) => Page.Locator("[role=row]:not(#head)").Filter(new LocatorFilterOptions { Has = Page.Locator($"[role=rowheader]:has-text(\"{name}\")") }).First;
}
