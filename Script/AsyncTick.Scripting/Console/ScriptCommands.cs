namespace AsyncTick.Scripting;

/// <summary>The commands that run code.</summary>
internal sealed class ScriptCommands(ScriptHost scripts, ScriptFinder finder, ConsoleOptions options)
{
    // How long a watched file stays the same before it is compiled, in seconds.
    private const double SettleSeconds = 0.05;

    public IEnumerable<ConsoleCommand> All =>
    [
        new("Run", "<script> [-keep] [arguments]", "Compiles and starts a script. A running copy is canceled first; -keep leaves it. Quote what contains blanks.", Run)
        {
            Completion = finder.Complete,
        },
        new("Eval", "<C#>|@<file.cs>|-reset", "Evaluates an expression or runs statements, from a file if need be; await works, and what is declared stays until -reset. The engine's console does not pass on |, // and runs of blanks: put them into a file.", Evaluate)
        {
            Completion = word => word.StartsWith('@') ? finder.Complete(word[1..]).Select(name => "@" + name) : [],
            IsCode = true,
        },
        new("Watch", "<script> [arguments]", "Runs a script now and again whenever its file changes. Cancel it by the name 'Watch <script>'.", Watch)
        {
            Completion = finder.Complete,
        },
    ];

    private Task<bool> Run(ConsoleCall call)
    {
        List<string> words = [.. CommandLineText.Split(call.Rest)];
        var mode = TakeKeep(words) ? ScriptStartMode.Keep : ScriptStartMode.Replace;
        if (words.Count == 0)
        {
            return call.RefuseUsage();
        }

        return finder.Find(words[0], out var problem) is { } path
            ? call.InTask(scripts.Loop, $"Run {Path.GetFileName(path)}", () => RunAsync(path, words[1..], mode, call.Output, call.Place))
            : call.Refuse(problem);
    }

    private Task<bool> Evaluate(ConsoleCall call)
    {
        var code = call.Rest;
        if (code.Equals("-reset", StringComparison.OrdinalIgnoreCase))
        {
            var lines = scripts.ResetEvaluation();
            return call.Done(lines == 0 ? "There was nothing to forget." : $"What {(lines == 1 ? "1 line" : $"{lines} lines")} had declared is forgotten.");
        }

        // @name.cs is a file, for code that a console would not let through; any other @ is C#'s own.
        string? path = null;
        var problem = "";
        var isFile = code[0] == '@' && code.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
        if (isFile && (path = finder.Find(code[1..], out problem)) is null)
        {
            return call.Refuse(problem);
        }

        return call.InTask(scripts.Loop, "Eval", async () =>
        {
            var text = path is null ? code : await File.ReadAllTextAsync(path, Async.Token);
            var start = await scripts.EvaluateAsync(text, script => Report(script, call.Output), call.Place);
            if (start.IsPlaceGone)
            {
                call.Output(LogVerbosity.Error, PlaceGone("The line"));
            }

            if (start.Run?.ValueText is { } value)
            {
                call.Output(LogVerbosity.Display, value);
            }

            return start.Run is { Outcome: TaskState.Completed };
        });
    }

    private Task<bool> Watch(ConsoleCall call)
    {
        var words = CommandLineText.Split(call.Rest);
        if (finder.Find(words[0], out var problem) is not { } path)
        {
            return call.Refuse(problem);
        }

        var name = $"Watch {Path.GetFileName(path)}";
        scripts.Loop.Tasks.Cancel(name);
        _ = scripts.Loop.Start(() => WatchAsync(path, [.. words.Skip(1)], call.Output, call.Place), name);
        return call.Done($"Watching {path}. To stop: AsyncTick.Cancel {name}");
    }

    private async Task WatchAsync(string path, IReadOnlyList<string> arguments, ConsoleOutput output, ScriptPlace? place)
    {
        using FileChanges changes = new(path);
        FileStamp ran = default;
        var seen = FileStamp.Of(path);
        var settling = true;
        double nextLook = 0;
        var clock = scripts.Loop.Clocks.Real;
        while (true)
        {
            if (changes.Take() || settling || clock.Now >= nextLook)
            {
                nextLook = clock.Now + options.WatchSeconds;
                var now = FileStamp.Of(path);

                // Editors write in several steps: a text counts once it has stayed the same from one look to the next.
                settling = now != seen;
                seen = now;
                if (!settling && now != ran && now.Exists)
                {
                    ran = now;

                    // A file is watched for longer than a world lasts: from then on it runs in the one that is there.
                    place = place?.HasEnded() == true ? null : place;
                    await ConsoleCall.GuardAsync(output, () => RunAsync(path, arguments, ScriptStartMode.Replace, output, place));
                }
            }

            await Async.Delay(SettleSeconds, Clock.Real);
        }
    }

    private async Task<bool> RunAsync(string path, IReadOnlyList<string> arguments, ScriptStartMode mode, ConsoleOutput output, ScriptPlace? place)
    {
        var file = Path.GetFileName(path);
        ScriptStart start;
        try
        {
            start = await scripts.RunAsync(path, arguments, mode, script => Report(script, output), place);
        }
        catch (OperationCanceledException) when (Async.IsCancellationRequested)
        {
            output(LogVerbosity.Warning, $"{file} was canceled while it compiled; it does not start.");
            throw;
        }

        if (start.Succeeded)
        {
            return true;
        }

        if (start.IsPlaceGone)
        {
            output(LogVerbosity.Error, PlaceGone(file));
            return false;
        }

        if (start.Script.Succeeded)
        {
            output(LogVerbosity.Display, $"{file} was started again meanwhile; this start gives way.");
            return true;
        }

        var goesOn = scripts.Running.Any(run => run.Path == path);
        output(LogVerbosity.Error, goesOn ? $"{file} did not compile; the running copy goes on." : $"{file} did not compile.");
        return false;
    }

    private static string PlaceGone(string what) => $"{what} does not start: the world in which it was asked for has ended meanwhile.";

    private static void Report(CompiledScript script, ConsoleOutput output)
    {
        foreach (var diagnostic in script.Diagnostics)
        {
            output(diagnostic.IsError ? LogVerbosity.Error : LogVerbosity.Warning, diagnostic.ToString());
        }
    }

    private static bool TakeKeep(List<string> words)
    {
        var at = words.FindIndex(0, Math.Min(2, words.Count), word => word.Equals("-keep", StringComparison.OrdinalIgnoreCase));
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
