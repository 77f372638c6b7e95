using System.Runtime;
using System.Runtime.ExceptionServices;
using AsyncTick.Engine;
using AsyncTick.Scripting;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>The program: frames for a simulated editor with the plugin in it, scripts from the command line, a prompt.</summary>
internal sealed class HeadlessHost : IDisposable
{
    private const double ShutdownSeconds = 0.8;

    private readonly HeadlessOptions _options;
    private readonly string _name;
    private readonly UnrealLog _log;
    private readonly FramePacer _pacer;
    private readonly SimulatedEditor _editor;
    private readonly LoopHost _host;
    private readonly ConsoleInput _input;
    private readonly CommandQueue _commands;
    private readonly List<CommandQueue> _typed = [];
    private readonly List<string> _scripts = [];
    private readonly List<ScriptRun> _started = [];
    private readonly Interrupts _interrupts;
    private readonly bool _isInteractive = !Console.IsInputRedirected;
    private readonly TerminalScreen? _screen;
    private volatile bool _stop;
    private int _exitCode;

    /// <param name="options">The command line.</param>
    /// <param name="name">What the program is called in its messages.</param>
    /// <param name="file">Takes the log, too; null for none.</param>
    public HeadlessHost(HeadlessOptions options, string name, LogFile? file)
    {
        _options = options;
        _name = name;
        _screen = TerminalScreen.IsAvailable() ? new TerminalScreen(GuardedOutput.Out) : null;
        _input = new ConsoleInput(_screen);
        _pacer = new FramePacer(options.FramesPerSecond, options.Virtual);
        _log = new UnrealLog(_screen is null ? WriteLines : _screen.Write, options.Virtual ? () => DateTime.UnixEpoch.AddSeconds(_pacer.Now) : () => DateTime.UtcNow, file, options.Verbose);
        _editor = new SimulatedEditor(
            new SimulatedModuleSettings { ScriptDirectories = ["Content/Scripts"], ShutdownSeconds = ShutdownSeconds, ShutdownFrames = 600, PumpsIdleFrames = true },
            new EngineHostOptions { Name = "Headless", WatchdogSeconds = 1, Remote = options.Remote },
            realSeconds: 0);
        _editor.Plugin.StartupModule();
        _host = _editor.Plugin.Host?.Host ?? throw new InvalidOperationException("The managed half has not started; the log says why.");
        _host.Console.Register(new ConsoleCommand("Actors", "", "Lists the actors of the simulated world. Of the headless host only.", call => call.Done(_editor.ListActors())));
        _host.Console.Register(new ConsoleCommand("Exit", "", "Ends the headless host.", Quit));
        _host.Console.Register(new ConsoleCommand("Quit", "", "Ends the headless host.", Quit));
        _commands = new CommandQueue(ExecuteAsync);
        ExceptionHandling.SetUnhandledExceptionHandler(new ForeignThreadFaults(_host.Scripts).Handle);
        _interrupts = new Interrupts(name, Stop, () => LoopDiagnostics.WhoHolds(_host.Loop));
    }

    public int Run()
    {
        if (!FindScripts())
        {
            return ExitCodes.BadInput;
        }

        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;

        var rate = _options.Virtual ? "on virtual time" : $"at {_options.FramesPerSecond:0.##} frames per second";
        _host.Log.Write(LogVerbosity.Display, $"Running {rate}.{(_isInteractive ? " Type help for the commands, quit to end." : "")}");
        if (_options.Dashboard)
        {
            _host.Log.Write(LogVerbosity.Display, $"The dashboard is ready: {_host.Dashboard.Start(_options.DashboardPort)}");
        }

        if (!StartScripts())
        {
            _editor.Engine.Exit();
            return _stop ? ExitCodes.Success : ExitCodes.BadInput;
        }

        _commands.Add(_options.Commands.SelectMany(_host.Console.SplitCommands));
        RunFrames();
        _screen?.Close();
        _editor.Engine.Exit();
        return _exitCode != 0 ? _exitCode : _started.Select(ExitCodeOf).FirstOrDefault(code => code != 0);
    }

    public void Dispose()
    {
        _interrupts.Dispose();
        _editor.Dispose();
        _log.Dispose();
        _pacer.Dispose();
    }

    // As Run at the prompt finds them.
    private bool FindScripts()
    {
        foreach (var name in _options.Scripts)
        {
            var problem = "";
            if ((File.Exists(name) ? name : _host.Console.FindScript(name, out problem)) is not { } path)
            {
                var isArgument = _scripts.Count > 0 && !name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
                GuardedOutput.Error.WriteLine($"{_name}: {problem}{(isArgument ? " Arguments for scripts stand behind --." : "")}");
                return false;
            }

            _scripts.Add(path);
        }

        return true;
    }

    // Time stands still until the scripts run, so that compiling takes no frames of theirs.
    private unsafe bool StartScripts()
    {
        var doorbell = (DoorbellBlock*)_host.Loop.Doorbell;
        _editor.Plugin.Host!.SyncClocks();
        var starting = _host.Loop.Start(StartScriptsAsync, "Start scripts");
        while (!_stop && !(starting.IsCompleted && _started.TrueForAll(run => run.HasBegun)))
        {
            if (doorbell->Ready != 0)
            {
                RunFrame(0);
            }

            Thread.Sleep(1);
        }

        if (_started.Count < _options.Scripts.Count && _options.KeepGoing)
        {
            _exitCode = ExitCodes.BadInput;
        }

        return _started.Count == _options.Scripts.Count || (_options.KeepGoing && _started.Count > 0);
    }

    // All or none, unless told otherwise: a second script that does not compile must not leave the first one running.
    private async Task StartScriptsAsync()
    {
        try
        {
            await StartAllAsync();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            Tell(unreadable);
        }

        void Tell(Exception problem) => Console.Error.WriteLine($"{_name}: {problem.Message}");
    }

    private async Task StartAllAsync()
    {
        var starts = await _host.Scripts.RunAllAsync(_scripts, _options.Arguments, Report, _options.KeepGoing);
        _started.AddRange(starts.Select(start => start.Run).OfType<ScriptRun>());
        if (starts.Any(start => !start.Script.Succeeded) && starts.Any(start => start.Script.Succeeded))
        {
            _host.Log.Write(LogVerbosity.Error, _options.KeepGoing
                ? $"{Names(false)} did not compile; the other scripts were started."
                : $"{Names(false)} did not compile, so {Names(true)} was not started either. With --keep-going it would be.");
        }

        string Names(bool compiled) => string.Join(", ", starts.Where(start => start.Script.Succeeded == compiled).Select(start => Path.GetFileName(start.Script.Path)));

        void Report(CompiledScript script)
        {
            foreach (var diagnostic in script.Diagnostics)
            {
                GuardedOutput.Error.WriteLine(diagnostic.ToString());
            }
        }
    }

    private void RunFrames()
    {
        // Beside scripts and commands, input may be a pipe that is never closed; it is not waited for.
        var waitsForInput = _isInteractive || (_options.Scripts.Count == 0 && _options.Commands.Count == 0);
        _input.Start();

        var pacer = _pacer;
        pacer.Start();
        for (long frame = 1; !_stop; frame++)
        {
            pacer.WaitForNextFrame();
            if (_stop)
            {
                return;
            }

            RunFrame(pacer.Now);
            _input.AnswerCompletions(_host.Console.Complete);
            ExecuteCommands();
            var mayEnd = !_options.Stay && (!waitsForInput || (_input.Ended && !_isInteractive));
            if (frame == _options.Frames || (mayEnd && IsDone()))
            {
                return;
            }

            // Without tasks nothing can come that would have to be handled sooner than with the next frame.
            if (_host.Loop.Tasks.Count > 0)
            {
                pacer.WaitForFrameEnd();
            }

            _editor.Engine.EndFrame();
        }
    }

    private void RunFrame(double seconds)
    {
        _log.Frame = _editor.Engine.FrameNumber + 1;
        _editor.Engine.BeginFrameAt(seconds);
    }

    private void ExecuteCommands()
    {
        while (_input.TryTake(out var line))
        {
            // A user who types sees what has come of the line before, and may want to cancel it. Other input waits its turn.
            var queue = _isInteractive ? new CommandQueue(ExecuteAsync) : _commands;
            queue.Add(_host.Console.SplitCommands(line));
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

        var done = await _host.Console.ExecuteAsync(command, (verbosity, text) => _log.WriteText(verbosity switch
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

    private static void WriteLines(string text)
    {
        GuardedOutput.Out.WriteLine(text);
        GuardedOutput.Out.Flush();
    }

    private Task<bool> Quit(ConsoleCall call)
    {
        _stop = true;
        return Task.FromResult(true);
    }

    // A dashboard that was started is going to be used.
    private bool IsDone() => _commands.IsDone && !_host.Dashboard.IsRunning && _host.Scripts.Running.Count == 0 && _host.Loop.Tasks.Count == 0;

    private static int ExitCodeOf(ScriptRun run) => run.ExitCode ?? (run.Outcome == TaskState.Faulted ? ExitCodes.ScriptFailed : ExitCodes.Success);

    private void Stop()
    {
        _stop = true;
        _pacer.Stop();
    }
}
