using AsyncTick.Dashboard;
using AsyncTick.Net;
using AsyncTick.Remote;
using AsyncTick.Scripting;

namespace AsyncTick.Engine;

/// <summary>
/// A loop and what stands around it in every host: log tail, compiler, scripts, console commands, dashboard, command socket. The host gives it a log and settings, pumps
/// <see cref="Loop"/> and passes lines on. Loop thread only.
/// </summary>
public sealed class LoopHost : IDisposable
{
    // What ending the warm-up may take; its steps are short, but loading the compiler for the first time is one of them.
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(3);

    private readonly ScriptCompiler _compiler;
    private readonly CancellationTokenSource _disposed = new();
    private Task _warmUp = Task.CompletedTask;

    /// <summary>Makes the loop, on the calling thread, and everything around it. Nothing is compiled before something is run or <see cref="WarmUp"/> is called.</summary>
    /// <param name="loop">The loop's settings; its log receives what everything here has to say.</param>
    /// <param name="options">Null for the defaults.</param>
    public LoopHost(GameLoopOptions loop, LoopHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loop);
        options ??= new LoopHostOptions();
        Log = new LogTail(loop.Log ?? new NullLogSink());
        Loop = new GameLoop(loop with { Log = Log, WatchdogSeconds = options.Remote && loop.WatchdogSeconds == 0 ? double.PositiveInfinity : loop.WatchdogSeconds });
        _compiler = new ScriptCompiler(new ScriptCompilerOptions
        {
            References = [.. options.ScriptReferences.Prepend(typeof(LineServer).Assembly).Prepend(typeof(EngineWorld).Assembly).Distinct()],
            Usings = ["AsyncTick.Engine", "AsyncTick.Net"],
            Packages = new PackageOptions { Announce = text => Log.Write(LogVerbosity.Display, text) },
        });
        Scripts = new ScriptHost(Loop, _compiler);
        Console = new ConsoleCommands(Scripts, new ConsoleOptions { ScriptFolders = options.ScriptFolders, OutputFolder = options.OutputFolder });
        Dashboard = new DashboardHost(Scripts, Console, Log);
        Remote = new RemoteHost(Scripts, Console, Log, new RemoteOptions { ProjectFolder = options.ProjectFolder });
        if (options.Remote)
        {
            OpenSocket();
        }
    }

    /// <summary>The loop, for the host to pump.</summary>
    public GameLoop Loop { get; }

    /// <summary>The host's log, with its last lines. Any thread.</summary>
    public LogTail Log { get; }

    /// <summary>The scripts that run.</summary>
    public ScriptHost Scripts { get; }

    /// <summary>The commands; a host adds its own before the first line is executed.</summary>
    public ConsoleCommands Console { get; }

    /// <summary>The page.</summary>
    public DashboardHost Dashboard { get; }

    /// <summary>The command socket.</summary>
    public RemoteHost Remote { get; }

    /// <summary>Lets the first script start without a delay. Works in the background; a compiler that is missing is reported when it is used.</summary>
    public void WarmUp() => _warmUp = Scripts.WarmUpAsync(_disposed.Token).ContinueWith(
        static warmUp => _ = warmUp.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Compiles and runs a script and waits for the end of its statements, in the calling task, with which it ends; a running copy is canceled first.</summary>
    public async Task<ScriptOutcome> RunScriptAsync(string path, IReadOnlyList<string> arguments, Action<TaskScope>? started = null)
    {
        var start = await Scripts.RunAsync(path, arguments, ScriptStartMode.Replace).InScope();
        if (start.Run is not { } run)
        {
            var why = start.Script.Diagnostics.Count > 0 ? string.Join('\n', start.Script.Diagnostics) : $"'{path}' was not started; the log says why.";
            return new ScriptOutcome(TaskState.Faulted, why);
        }

        started?.Invoke(run.Scope);
        try
        {
            await run.Completed.InScope();
        }
        finally
        {
            if (!run.Completed.IsCompleted)
            {
                run.Scope.Cancel();
            }
        }

        // A fault is known in words at the frame's end.
        await Async.NextFrame();
        return new ScriptOutcome(run.Outcome, run.Outcome switch
        {
            TaskState.Faulted => Loop.Tasks.History().LastOrDefault(task => task.Name == run.Name && task.State == TaskState.Faulted)?.LastFault ?? "It has failed; the log says how.",
            TaskState.Canceled => $"{run.Scope.CancelReason}",
            _ => run.ValueText ?? $"{run.ExitCode ?? 0}",
        });
    }

    /// <summary>Ends the page, the compiler and the loop, and waits, for some seconds at most, until a warm-up has ended: what it leaves running would keep this assembly in memory. Tasks that have not ended are left to the collector: shut the loop down before.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        Dashboard.Dispose();
        Remote.Dispose();
        Scripts.Dispose();
        _compiler.Dispose();
#pragma warning disable VSTHRD002 // Neither needs this thread.
        if (!_warmUp.IsCompleted && _warmUp.Wait(WarmUpPatience))
        {
            _compiler.Join(WarmUpPatience);
        }
#pragma warning restore VSTHRD002
        _disposed.Dispose();
        Loop.Dispose();
    }

    // A host without its socket is a host all the same.
    private void OpenSocket()
    {
        try
        {
            Remote.Start();
        }
        catch (IOException problem)
        {
            Log.Write(LogVerbosity.Warning, $"There is no command socket, so the tool asynctick does not reach this host: {problem.Message}");
        }
    }
}
