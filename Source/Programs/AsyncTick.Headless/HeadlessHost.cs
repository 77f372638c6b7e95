using System.Runtime;
using System.Runtime.InteropServices;
using AsyncTick.Dashboard;
using AsyncTick.Net;
using AsyncTick.Scripting;

namespace AsyncTick.Headless;

/// <summary>The program: a loop, frames, scripts, a console.</summary>
internal sealed class HeadlessHost : IDisposable
{
    private static readonly string[] OwnCommands = ["Actors", "Exit", "Quit"];

    private readonly HeadlessOptions _options;
    private readonly UnrealLog _log;
    private readonly FramePacer _pacer;
    private readonly GameLoop _loop;
    private readonly SimulatedEditor _editor;
    private readonly ScriptCompiler _compiler;
    private readonly ScriptHost _scripts;
    private readonly ConsoleCommands _console;
    private readonly DashboardHost _dashboard;
    private readonly ConsoleInput _input;
    private readonly CommandQueue _commands;
    private readonly List<CommandQueue> _typed = [];
    private readonly List<ScriptRun> _started = [];
    private readonly PosixSignalRegistration[] _signals;
    private readonly bool _isInteractive = !Console.IsInputRedirected;
    private readonly TerminalScreen? _screen;
    private volatile bool _stop;
    private int _exitCode;

    public HeadlessHost(HeadlessOptions options)
    {
        _options = options;
        _screen = TerminalScreen.IsAvailable() ? new TerminalScreen(Console.Out) : null;
        _input = new ConsoleInput(_screen);
        _log = new UnrealLog(_screen is null ? WriteLines : _screen.Write, options.Verbose);
        _pacer = new FramePacer(options.FramesPerSecond, options.Virtual);
        LogTail tail = new(_log);
        _loop = new GameLoop(new GameLoopOptions { Name = "Headless", Log = tail, WatchdogSeconds = 1 });
        _editor = new SimulatedEditor(_loop);
        _compiler = new ScriptCompiler(new ScriptCompilerOptions
        {
            References = [typeof(AsyncTick.Net.LineServer).Assembly, typeof(UnrealAsyncTick.UnrealTasks).Assembly, typeof(UnrealSharp.Engine.AActor).Assembly],
            Usings = ["AsyncTick.Net"],
            Packages = new PackageOptions { Announce = text => _log.Write(LogVerbosity.Display, text) },
        });
        _scripts = new ScriptHost(_loop, _compiler);
        _console = new ConsoleCommands(_scripts, new ConsoleOptions { ScriptFolders = ["Content/Scripts"] });
        _commands = new CommandQueue(ExecuteAsync);
        _dashboard = new DashboardHost(_scripts, _console, tail);
        _signals = [Handle(PosixSignal.SIGINT), Handle(PosixSignal.SIGTERM)];
    }

    public int Run()
    {
        if (_options.Scripts.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            Console.Error.WriteLine($"AsyncTick.Headless: {(Directory.Exists(missing) ? $"'{missing}' is a folder; name a script in it." : $"There is no script '{missing}'.")}");
            return ExitCodes.BadInput;
        }

        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;

        string rate = _options.Virtual ? "on virtual time" : $"at {_options.FramesPerSecond:0.##} frames per second";
        _log.Write(LogVerbosity.Display, $"Running {rate}.{(_isInteractive ? " Type help for the commands, quit to end." : "")}");
        if (!StartScripts())
        {
            _loop.Shutdown(maxSeconds: 0.8);
            return _stop ? ExitCodes.Success : ExitCodes.BadInput;
        }

        _commands.Add(_options.Commands.SelectMany(_console.SplitCommands));
        RunFrames();
        _screen?.Close();
        _loop.Shutdown(maxSeconds: 0.8);
        return _exitCode != 0 ? _exitCode : _started.Select(ExitCodeOf).FirstOrDefault(code => code != 0);
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _dashboard.Dispose();
        _scripts.Dispose();
        _compiler.Dispose();
        _loop.Dispose();
        _editor.Dispose();
        _pacer.Dispose();
    }

    // Time stands still until the scripts run, so that compiling takes no frames of theirs.
    private unsafe bool StartScripts()
    {
        DoorbellBlock* doorbell = (DoorbellBlock*)_loop.Doorbell;
        GameTask starting = _loop.Start(StartScriptsAsync, "Start scripts");
        while (!_stop && !(starting.IsCompleted && _started.TrueForAll(run => run.HasBegun)))
        {
            if (doorbell->Ready != 0)
            {
                PumpFrame(0);
            }

            Thread.Sleep(1);
        }

        return _started.Count == _options.Scripts.Count;
    }

    private async Task StartScriptsAsync()
    {
        Task warmUp = _scripts.WarmUpAsync();
        if (_options.Scripts.Count == 0)
        {
            return; // somebody is about to type a name; that takes longer
        }

        // All or none: a second script that does not compile must not leave the first one running.
        List<CompiledScript> compiled = [];
        foreach (string path in _options.Scripts)
        {
            compiled.Add(await _compiler.CompileAsync(path, Async.Token));
            foreach (ScriptDiagnostic diagnostic in compiled[^1].Diagnostics)
            {
                Console.Error.WriteLine(diagnostic);
            }
        }

        if (!compiled.TrueForAll(script => script.Succeeded))
        {
            return;
        }

        await warmUp;
        foreach (CompiledScript script in compiled)
        {
            _started.Add((await _scripts.StartAsync(script, _options.Arguments, ScriptStartMode.Keep)).Run!);
        }
    }

    private void RunFrames()
    {
        bool reads = _isInteractive || (_options.Scripts.Count == 0 && _options.Commands.Count == 0);
        if (reads)
        {
            _input.Start();
        }

        FramePacer pacer = _pacer;
        pacer.Start();
        for (long frame = 1; !_stop; frame++)
        {
            pacer.WaitForNextFrame();
            if (_stop)
            {
                return;
            }

            PumpFrame(pacer.Now);
            _input.AnswerCompletions(Complete);
            ExecuteCommands();
            bool mayEnd = !reads || (_input.Ended && !_isInteractive);
            if (frame == _options.Frames || (mayEnd && IsDone()))
            {
                return;
            }
        }
    }

    private void PumpFrame(double seconds)
    {
        _log.Frame = _loop.FrameNumber + 1;
        _editor.Tick(seconds);
        _loop.Pump(new FrameTime(seconds));
    }

    private void ExecuteCommands()
    {
        while (_input.TryTake(out string line))
        {
            // Somebody who types sees what has come of the line before, and may want to cancel it. Other input waits its turn.
            CommandQueue queue = _isInteractive ? new CommandQueue(ExecuteAsync) : _commands;
            queue.Add(_console.SplitCommands(line));
            if (_isInteractive)
            {
                _typed.Add(queue);
            }
        }

        _commands.Advance();
        _typed.ForEach(queue => queue.Advance());
        _typed.RemoveAll(queue => queue.IsDone);
    }

    private async Task ExecuteAsync(string command)
    {
        if (_stop)
        {
            return;
        }

        if (command.ToLowerInvariant() is "quit" or "exit")
        {
            _stop = true;
            return;
        }

        if (string.Equals(command.Trim(), "Actors", StringComparison.OrdinalIgnoreCase))
        {
            _log.WriteText(_editor.ListActors());
            return;
        }

        bool done = await _console.ExecuteAsync(command, (verbosity, text) => _log.WriteText(verbosity switch
        {
            LogVerbosity.Error => $"Error: {text}",
            LogVerbosity.Warning => $"Warning: {text}",
            _ => text,
        }));
        if (!done && !_isInteractive)
        {
            _exitCode = ExitCodes.BadInput;
        }
    }

    private ConsoleCompletion Complete(string line, int cursor)
    {
        ConsoleCompletion completion = _console.Complete(line, cursor);
        string word = line[completion.Start..cursor];
        string[] own = line[..completion.Start].Trim().Length > 0 ? [] : [.. OwnCommands.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        return completion with { Candidates = [.. completion.Candidates.Concat(own).Order(StringComparer.OrdinalIgnoreCase)] };
    }

    private static void WriteLines(string text)
    {
        Console.Out.WriteLine(text);
        Console.Out.Flush();
    }

    // Whoever has started the dashboard is going to use it.
    private bool IsDone() => _commands.IsDone && !_dashboard.IsRunning && _scripts.Running.Count == 0 && _loop.Tasks.Count == 0;

    private static int ExitCodeOf(ScriptRun run) => run.ExitCode ?? (run.Outcome == TaskState.Faulted ? ExitCodes.ScriptFailed : ExitCodes.Success);

    private PosixSignalRegistration Handle(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        // A second Ctrl-C means it: then the system's default, ending the process, takes its course.
        context.Cancel = !_stop;
        _stop = true;
        _pacer.Stop();
    });
}
