using System.Diagnostics;
using System.Reflection;
using AsyncTick.Remote.Protocol;
using AsyncTick.Remote.Sockets;
using AsyncTick.Remote.Verbs;
using AsyncTick.Scripting;

namespace AsyncTick.Remote;

/// <summary>
/// The command socket of a host: programs of the same user on this machine may run scripts, evaluate lines, give commands and ask what the loop does, over a Unix
/// domain socket (Docs/Remote.md). Off until <see cref="Start"/> or <c>AsyncTick.Remote on</c>. Loop thread only unless said otherwise.
/// </summary>
[DebuggerDisplay("{SocketPath}")]
public sealed class RemoteHost : IDisposable
{
    private readonly RemoteOptions _options;
    private readonly GameLoop _loop;
    private readonly LoopCalls _calls;
    private readonly Dictionary<string, Func<RemoteRequest, Task>> _verbs;
    private RemoteServer? _server;

    /// <summary>Prepares a socket, on the loop's thread, and adds its command to the console.</summary>
    /// <param name="scripts">The scripts and their loop.</param>
    /// <param name="console">The commands that peers may give; receives one more.</param>
    /// <param name="log">The log whose lines are sent; the loop should write to it.</param>
    /// <param name="options">Null for the defaults.</param>
    public RemoteHost(ScriptHost scripts, ConsoleCommands console, LogTail log, RemoteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(log);
        _options = options ?? new RemoteOptions();
        _loop = scripts.Loop;
        _calls = new LoopCalls(_loop);
        _verbs = new Dictionary<string, Func<RemoteRequest, Task>>(
        [
            .. new StateVerbs(_calls, _options, Environment.CurrentManagedThreadId).All,
            .. new ConsoleVerbs(_calls, console, log).All,
            .. new ScriptVerbs(_calls, scripts, log).All,
            new("top", new TopVerb(_calls, scripts).FollowAsync),
        ]);
        const string Help = "Shows, opens or closes the command socket, through which the tool asynctick of the same user reaches this host.";
        console.Register(new ConsoleCommand("Remote", "[on|off]", Help, Execute)
        {
            Completion = _ => ["on", "off"],
        });
    }

    /// <summary>Where the socket is; null while it is closed. Any thread.</summary>
    public string? SocketPath => _server?.Path;

    /// <summary>Open connections. Any thread.</summary>
    public int Connections => _server?.Connections ?? 0;

    /// <summary>Opens the socket, when it is not open.</summary>
    /// <exception cref="IOException">It cannot be had; the message says why.</exception>
    public void Start()
    {
        _loop.VerifyThread();
        _server ??= new RemoteServer(_options.Folder.Length > 0 ? _options.Folder : RemoteFolder.Default, _options, Hello(), _verbs.GetValueOrDefault);
    }

    /// <summary>Closes the socket and all connections.</summary>
    public void Stop()
    {
        _server?.Dispose();
        _server = null;
    }

    /// <summary>Ends it for good, and the tasks of its requests.</summary>
    public void Dispose()
    {
        Stop();
        _calls.Close();
    }

    private ReadOnlyMemory<byte> Hello() => JsonLine.Make(writer =>
    {
        writer.WriteNumber("asynctick"u8, RemoteProtocol.Version);
        writer.WriteString("host"u8, _loop.Name);
        writer.WriteNumber("process"u8, Environment.ProcessId);
        writer.WriteString("program"u8, Path.GetFileName(Environment.ProcessPath));
        writer.WriteString("version"u8, typeof(RemoteHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");
        writer.WriteString("folder"u8, Path.TrimEndingDirectorySeparator(Path.GetFullPath(_options.ProjectFolder, Environment.CurrentDirectory)));
        writer.WriteString("started"u8, new DateTimeOffset(Process.GetCurrentProcess().StartTime));
    });

    private Task<bool> Execute(ConsoleCall call)
    {
        switch (call.Rest.ToLowerInvariant())
        {
            case "":
                return call.Done(_server is { } open ? $"The command socket is {open.Path}, {open.Connections} connected." : "The command socket is closed.");
            case "on":
                Start();
                return call.Done($"The command socket is {SocketPath}. Programs of the same user may run code through it.");
            case "off":
                // Not here: this may be a request of the connection that is about to end.
                _loop.Post(Stop);
                return call.Done("The command socket closes.");
            default:
                return call.RefuseUsage();
        }
    }
}
