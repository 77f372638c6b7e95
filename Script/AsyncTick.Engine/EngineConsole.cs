using AsyncTick.Dashboard;
using AsyncTick.Engine.Bridge;
using AsyncTick.Net;
using AsyncTick.Scripting;

namespace AsyncTick.Engine;

/// <summary>Scripts and the console's verbs, over the engine's console. All that the engine host knows of scripting is in here.</summary>
internal sealed class EngineConsole : IDisposable
{
    private readonly ScriptCompiler _compiler;
    private readonly ScriptHost _scripts;
    private readonly ConsoleCommands _commands;
    private readonly DashboardHost _dashboard;
    private readonly Native _native;

    public EngineConsole(GameLoop loop, Native native, LogTail log, IReadOnlyList<string> scriptFolders, string outputFolder)
    {
        _native = native;
        _compiler = new ScriptCompiler(new ScriptCompilerOptions
        {
            References = [typeof(EngineWorld).Assembly, typeof(LineServer).Assembly],
            Usings = ["AsyncTick.Engine", "AsyncTick.Net"],
            Packages = new PackageOptions { Announce = text => native.Log(LogVerbosity.Display, text) },
        });
        _scripts = new ScriptHost(loop, _compiler);
        _commands = new ConsoleCommands(_scripts, new ConsoleOptions { ScriptFolders = scriptFolders, OutputFolder = outputFolder });
        _dashboard = new DashboardHost(_scripts, _commands, log);
    }

    /// <summary>Lets the first script start without a delay. Works in the background; a compiler that is missing is reported when it is used.</summary>
    public void WarmUp() => _ = _scripts.WarmUpAsync().ContinueWith(
        static warmUp => _ = warmUp.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Runs a command; false when there is none of this name.</summary>
    public bool Execute(string line)
    {
        int end = line.IndexOf(' ');
        if (!_commands.IsCommand(end < 0 ? line : line[..end]))
        {
            return false;
        }

        _ = _commands.ExecuteAsync(line, _native.WriteConsole);
        return true;
    }

    public void Dispose()
    {
        _dashboard.Dispose();
        _scripts.Dispose();
        _compiler.Dispose();
    }
}
