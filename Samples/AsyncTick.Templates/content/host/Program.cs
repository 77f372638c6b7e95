// dotnet run                        a prompt: try  Run Timers.cs  List  Dashboard  Help  quit
// dotnet run -- Scripts/Timers.cs   runs a script and ends with it
using System.Diagnostics;
using AsyncTick;
using AsyncTick.Dashboard;
using AsyncTick.Net;
using AsyncTick.Scripting;

const double FrameSeconds = 1.0 / 60;

LogTail log = new(new TextLogSink(Console.Out));
using GameLoop loop = new(new GameLoopOptions { Log = log });

// Scripts see what the program hands out here: add your own assembly, and make public what they may use.
using ScriptCompiler compiler = new(new ScriptCompilerOptions { References = [typeof(LineServer).Assembly], Usings = ["AsyncTick.Net"] });
using ScriptHost scripts = new(loop, compiler);
ConsoleCommands commands = new(scripts, new ConsoleOptions { ScriptFolders = [Path.GetFullPath("Scripts"), Environment.CurrentDirectory] });
using DashboardHost dashboard = new(scripts, commands, log);

using CancellationTokenSource quit = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    quit.Cancel();
};

GameTask<ScriptStart>? starting = null;
if (args.Length > 0)
{
    starting = scripts.Run(args[0], args[1..]);
}
else
{
    Thread reading = new(ReadCommands) { IsBackground = true };
    reading.Start();
}

var clock = Stopwatch.StartNew();
while (!quit.IsCancellationRequested && (starting is null || !starting.Value.IsCompleted || scripts.Running.Count > 0))
{
    loop.Pump(new FrameTime(clock.Elapsed.TotalSeconds));
    Thread.Sleep(TimeSpan.FromSeconds(FrameSeconds));
}

// Cancels what still runs and lets its finally blocks run.
loop.Shutdown();
if (starting is not { Task: var started } || !started.IsCompleted)
{
    return 0;
}

var (script, run) = await started;
foreach (ScriptDiagnostic diagnostic in script.Diagnostics)
{
    Console.Error.WriteLine(diagnostic);
}

return run is null ? 2 : run.Outcome == TaskState.Faulted ? 1 : run.ExitCode ?? 0;

void ReadCommands()
{
    while (Console.ReadLine() is { } line && line != "quit")
    {
        // The loop belongs to the main thread.
        loop.Post(() => _ = commands.ExecuteAsync(line, log.Write));
    }

    loop.Post(quit.Cancel);
}
