namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    // How long a watched file stays the same before it is compiled, in seconds.
    private const double SettleSeconds = 0.05;

    private Task<bool> Run(string rest, ConsoleOutput output)
    {
        List<string> words = [.. CommandLineText.Split(rest)];
        ScriptStartMode mode = TakeKeep(words) ? ScriptStartMode.Keep : ScriptStartMode.Replace;
        if (words.Count == 0)
        {
            return RefuseUsage(output, Find("Run")!.Command);
        }

        return ScriptFinder.Find(words[0], _options.ScriptFolders, out string problem) is { } path
            ? InTask($"Run {Path.GetFileName(path)}", output, () => RunAsync(path, words[1..], mode, output))
            : Refuse(output, problem);
    }

    private Task<bool> Evaluate(string rest, ConsoleOutput output)
    {
        if (rest.Length == 0)
        {
            return RefuseUsage(output, Find("Eval")!.Command);
        }

        if (rest.Equals("-reset", StringComparison.OrdinalIgnoreCase))
        {
            int lines = _scripts.ResetEvaluation();
            return Done(output, lines == 0 ? "There was nothing to forget." : $"What {Count(lines, "line")} had declared is forgotten.");
        }

        // @name.cs is a file, for code that a console would not let through; any other @ is C#'s own.
        string? path = null;
        string problem = "";
        bool isFile = rest[0] == '@' && rest.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
        if (isFile && (path = ScriptFinder.Find(rest[1..], _options.ScriptFolders, out problem)) is null)
        {
            return Refuse(output, problem);
        }

        return InTask("Eval", output, async () =>
        {
            string code = path is null ? rest : await File.ReadAllTextAsync(path, Async.Token);
            ScriptStart start = await _scripts.EvaluateAsync(code, script => ReportDiagnostics(script, output));
            if (start.Run?.ValueText is { } value)
            {
                output(LogVerbosity.Display, value);
            }

            return start.Run is { Outcome: TaskState.Completed };
        });
    }

    private Task<bool> Watch(string rest, ConsoleOutput output)
    {
        List<string> words = [.. CommandLineText.Split(rest)];
        if (words.Count == 0)
        {
            return RefuseUsage(output, Find("Watch")!.Command);
        }

        if (ScriptFinder.Find(words[0], _options.ScriptFolders, out string problem) is not { } path)
        {
            return Refuse(output, problem);
        }

        string name = $"Watch {Path.GetFileName(path)}";
        _scripts.Loop.Tasks.Cancel(name);
        _ = _scripts.Loop.Start(() => WatchAsync(path, words[1..], output), name);
        return Done(output, $"Watching {path}. To stop: AsyncTick.Cancel {name}");
    }

    private async Task WatchAsync(string path, IReadOnlyList<string> arguments, ConsoleOutput output)
    {
        using FileChanges changes = new(path);
        FileStamp ran = default;
        FileStamp seen = FileStamp.Of(path);
        bool settling = true;
        double nextLook = 0;
        LoopClock clock = _scripts.Loop.Clocks.Real;
        while (true)
        {
            if (changes.Take() || settling || clock.Now >= nextLook)
            {
                nextLook = clock.Now + _options.WatchSeconds;
                FileStamp now = FileStamp.Of(path);

                // Editors write in several steps: a text counts once it has stayed the same from one look to the next.
                settling = now != seen;
                seen = now;
                if (!settling && now != ran && now.Exists)
                {
                    ran = now;
                    await GuardAsync(output, () => RunAsync(path, arguments, ScriptStartMode.Replace, output));
                }
            }

            await Async.Delay(SettleSeconds, Clock.Real);
        }
    }

    private async Task<bool> RunAsync(string path, IReadOnlyList<string> arguments, ScriptStartMode mode, ConsoleOutput output)
    {
        CompiledScript script = await _scripts.Compiler.CompileAsync(path, Async.Token);
        ReportDiagnostics(script, output);
        if ((await _scripts.StartAsync(script, arguments, mode)).Succeeded)
        {
            return true;
        }

        string file = Path.GetFileName(path);
        if (script.Succeeded)
        {
            output(LogVerbosity.Display, $"{file} was started again meanwhile; this start gives way.");
            return true;
        }

        bool goesOn = _scripts.Running.Any(run => run.Path == path);
        output(LogVerbosity.Error, goesOn ? $"{file} did not compile; the running copy goes on." : $"{file} did not compile.");
        return false;
    }

    private static void ReportDiagnostics(CompiledScript script, ConsoleOutput output)
    {
        foreach (ScriptDiagnostic diagnostic in script.Diagnostics)
        {
            output(diagnostic.IsError ? LogVerbosity.Error : LogVerbosity.Warning, diagnostic.ToString());
        }
    }

    /// <summary>Does a command's work in a task of the loop, so that it is listed and can be cancelled while it lasts.</summary>
    private Task<bool> InTask(string name, ConsoleOutput output, Func<Task<bool>> work)
    {
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = _scripts.Loop.Start(
            async () =>
            {
                try
                {
                    done.TrySetResult(await GuardAsync(output, work));
                }
                finally
                {
                    done.TrySetResult(false);
                }
            },
            name);
        return done.Task;
    }

    private static async Task<bool> GuardAsync(ConsoleOutput output, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException or ObjectDisposedException)
        {
            output(LogVerbosity.Error, error.Message);
            return false;
        }
    }

    private static bool TakeKeep(List<string> words)
    {
        int at = words.FindIndex(0, Math.Min(2, words.Count), word => word.Equals("-keep", StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            words.RemoveAt(at);
        }

        return at >= 0;
    }

    /// <summary>What tells one version of a file from the next without reading it.</summary>
    private readonly record struct FileStamp(bool Exists, DateTime Written, long Length)
    {
        public static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new(true, file.LastWriteTimeUtc, file.Length) : default;
    }
}
