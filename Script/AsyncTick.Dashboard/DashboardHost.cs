using System.Diagnostics;
using System.Globalization;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>
/// The dashboard of a loop: a page on loopback with its tasks, faults, scripts and log. Off until <c>AsyncTick.Dashboard</c> is typed or
/// <see cref="Start"/> is called; while no page is open it does nothing. Loop thread only unless said otherwise.
/// </summary>
[DebuggerDisplay("running: {IsRunning}")]
public sealed class DashboardHost : IDisposable
{
    private readonly DashboardOptions _options;
    private readonly GameLoop _loop;
    private readonly DashboardScope _scope;
    private readonly Router _router;
    private LoopbackServer? _server;
    private AccessToken? _token;
    private volatile RequestGuard? _guard;

    /// <summary>Prepares a dashboard and adds its command to the console.</summary>
    /// <param name="scripts">The scripts and their loop.</param>
    /// <param name="console">Receives the command; its folders are those whose scripts the page offers.</param>
    /// <param name="log">The log whose lines the page shows; the loop should write to it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the options is too small or too large.</exception>
    public DashboardHost(ScriptHost scripts, ConsoleCommands console, LogTail log, DashboardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(log);
        (_options = options ?? new DashboardOptions()).Verify();
        _loop = scripts.Loop;
        _scope = new DashboardScope(_loop);
        var feed = new LiveFeed(scripts, log, console.Faults, _options, _scope, StartProbe);
        _router = new Router(() => _guard!, feed, new ActionRunner(_scope, scripts, console, _options), new ScriptFolder(console.ScriptFolders), new TraceFeed(_scope, _options), new Vitals(_loop));
        console.Register(new ConsoleCommand("Dashboard", "[port|stop]", "Starts a web page with all tasks, faults, scripts and the log, for this machine only, and prints its link. stop ends it.", Execute)
        {
            Completion = _ => ["stop"],
        });
    }

    /// <summary>Whether the page can be opened.</summary>
    public bool IsRunning => _server is not null;

    /// <summary>Where to open it, with the token; null while it is off. The link gives the rights of the console.</summary>
    public Uri? Link => _server is null ? null : new Uri($"http://127.0.0.1:{_server.Port}/#{_token!.Text}");

    /// <summary>Starts serving on 127.0.0.1 and gives the link; when it is on already, only that.</summary>
    /// <param name="port">The port, 0 for a free one; null for <see cref="DashboardOptions.PreferredPort"/>, or a free one if that is taken.</param>
    /// <exception cref="IOException">The port cannot be had.</exception>
    /// <exception cref="FormatException">The environment's token is too weak.</exception>
    public Uri Start(int? port = null)
    {
        _loop.VerifyThread();
        if (_server is null)
        {
            _token = AccessToken.Create();
            _server = Listen(port);
            _scope.Begin();
            _guard = new RequestGuard(_server.Port, _token);
        }

        return Link!;
    }

    /// <summary>Ends the page and its tasks. The next start has another token.</summary>
    public void Stop()
    {
        if (_server is { } server)
        {
            _server = null;
            server.Dispose();
            _scope.End();
        }
    }

    /// <summary>Ends it for good.</summary>
    public void Dispose() => Stop();

    // The token is not known before the guard is there, so requests that come earlier are refused.
    private LoopbackServer Listen(int? port)
    {
        try
        {
            return LoopbackServer.Start(port ?? _options.PreferredPort, AnswerAsync, _options.Limits);
        }
        catch (IOException) when (port is null)
        {
            return LoopbackServer.Start(0, AnswerAsync, _options.Limits);
        }
    }

    private Task<HttpResponse> AnswerAsync(HttpRequest request) =>
        _guard is null ? Task.FromResult(HttpResponse.Text(503, "The dashboard is starting.")) : _router.AnswerAsync(request);

    private Action StartProbe(LoopProbe probe)
    {
        var task = new ProbeTask(_scope, probe);
        task.Start();
        return task.End;
    }

    private Task<bool> Execute(ConsoleCall call)
    {
        if (call.Rest.Equals("stop", StringComparison.OrdinalIgnoreCase))
        {
            var wasOn = IsRunning;
            Stop();
            return call.Done(wasOn ? "The dashboard has ended." : "The dashboard is not running.");
        }

        int? port = null;
        if (call.Rest.Length > 0)
        {
            if (!int.TryParse(call.Rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > ushort.MaxValue)
            {
                return call.Refuse($"Usage: {call.Command.Usage}, where a port is a number up to {ushort.MaxValue}; 0 takes a free one. '{call.Rest}' is neither.");
            }

            port = number;
        }

        var wasRunning = IsRunning;
        var link = Start(port);
        return call.Done($"{(wasRunning ? "The dashboard is running" : "The dashboard is ready")}: {link}\nThis link gives the right to run code here. AsyncTick.Dashboard stop ends it.");
    }
}
