namespace AsyncTick.Scripting;

/// <summary>
/// Runs scripts on a loop: compiles off its thread, gives each run a scope and a load context, replaces a running copy, unloads what has
/// ended. Loop thread only. Several hosts may share a compiler.
/// </summary>
public sealed partial class ScriptHost : IDisposable
{
    private readonly ScriptHostOptions _options;
    private readonly List<ScriptRun> _running = [];
    private readonly UnloadWatch _unloadWatch;
    private readonly PromptSession _prompt = new();
    private readonly ScriptSymbols _symbols = new();
    private int _lastRun;

    /// <summary>Makes a host for scripts on this loop; the compiler stays its maker's to dispose.</summary>
    public ScriptHost(GameLoop loop, ScriptCompiler compiler, ScriptHostOptions? options = null)
    {
        Loop = loop;
        Compiler = compiler;
        _options = options ?? new ScriptHostOptions();
        _unloadWatch = new UnloadWatch(loop, compiler.SharedAssemblies, _options.UnloadSeconds);
        loop.AddSymbols(_symbols);
    }

    /// <summary>The loop that runs the scripts.</summary>
    public GameLoop Loop { get; }

    /// <summary>The compiler in use.</summary>
    public ScriptCompiler Compiler { get; }

    /// <summary>Runs that have not ended, oldest first.</summary>
    public IReadOnlyList<ScriptRun> Running => _running;

    /// <summary>Ended runs whose code is still in memory. Any thread.</summary>
    public int AwaitingUnload => _unloadWatch.Count;

    /// <summary>Runs started so far.</summary>
    public int RunCount => _lastRun;

    /// <summary>
    /// Compiles a small script and runs it on a loop of its own, in the background, so that the first real one is neither a second late nor
    /// holds a frame. Any thread.
    /// </summary>
    /// <exception cref="FileNotFoundException">Through the task: the compiler is not installed.</exception>
    public async Task WarmUpAsync(CancellationToken cancellation = default)
    {
        var script = await Compiler.WarmUpAsync(cancellation).ConfigureAwait(false);
        // A thread of its own: it sleeps between frames, and the pool's threads are what others wait for.
        await Task.Factory.StartNew(() => ScriptWarmUp.Run(Compiler, script, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>
    /// Compiles a script and starts it. A task of this name is in the task list meanwhile; canceling it gives up. The script begins in
    /// the frame in which the result comes.
    /// </summary>
    /// <param name="path">The file, absolute or relative to the current directory.</param>
    /// <param name="arguments">What the script sees as <c>args</c>.</param>
    /// <param name="mode">What happens to a running copy of the same file.</param>
    /// <exception cref="IOException">Through the task: the file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Through the task: canceled while compiling.</exception>
    public GameTask<ScriptStart> Run(string path, IReadOnlyList<string>? arguments = null, ScriptStartMode mode = ScriptStartMode.Replace) =>
        Loop.Start(() => RunAsync(path, arguments ?? [], mode), $"Run {Path.GetFileName(path)}");

    /// <summary>Compiles text that is not a file and starts it; otherwise as <see cref="Run"/>.</summary>
    public GameTask<ScriptStart> RunText(string name, string text, IReadOnlyList<string>? arguments = null, ScriptStartMode mode = ScriptStartMode.Replace) =>
        Loop.Start(() => RunTextAsync(name, text, arguments ?? [], mode), $"Run {name}");

    /// <summary>Compiles text that is not a file and starts it, from within a task of the loop; otherwise as <see cref="RunAsync"/>.</summary>
    public async Task<ScriptStart> RunTextAsync(string name, string text, IReadOnlyList<string> arguments, ScriptStartMode mode, Action<CompiledScript>? compiled = null) =>
        (await CompileThenStartAsync([cancellation => Compiler.CompileTextAsync(name, text, cancellation)], arguments, mode, compiled))[0];

    /// <summary>Compiles a script and starts it, from within a task of the loop; see <see cref="Run"/>.</summary>
    /// <param name="path">The file, absolute or relative to the current directory.</param>
    /// <param name="arguments">What the script sees as <c>args</c>.</param>
    /// <param name="mode">What happens to a running copy of the same file.</param>
    /// <param name="compiled">Told what the compiler has to say, before the script starts; null for no report.</param>
    /// <param name="place">Where it lives; null for a scope in the loop's root.</param>
    public async Task<ScriptStart> RunAsync(string path, IReadOnlyList<string> arguments, ScriptStartMode mode, Action<CompiledScript>? compiled = null, ScriptPlace? place = null) =>
        (await CompileThenStartAsync([cancellation => Compiler.CompileAsync(path, cancellation)], arguments, mode, compiled, place: place))[0];

    /// <summary>
    /// Compiles several scripts and starts them all, or none when one does not compile (see <paramref name="keepGoing"/>); from within a task of the loop. The
    /// compiler warms up on the scripts themselves, and the loop's own code meanwhile on another thread.
    /// </summary>
    /// <param name="paths">The files; with none this only warms up, and does not wait for it.</param>
    /// <param name="arguments">What each script sees as <c>args</c>.</param>
    /// <param name="compiled">Told of each script what the compiler has to say, before any of them starts.</param>
    /// <param name="keepGoing">Starts those that compile when others do not.</param>
    /// <returns>How each start went, in the order of <paramref name="paths"/>.</returns>
    public async Task<IReadOnlyList<ScriptStart>> RunAllAsync(IReadOnlyList<string> paths, IReadOnlyList<string> arguments, Action<CompiledScript> compiled, bool keepGoing = false)
    {
        var warmUp = paths.Count == 0 ? WarmUpAsync() : LoopWarmUp.RunAsync(Async.Token);
        return await CompileThenStartAsync(
            [.. paths.Select(path => (Func<CancellationToken, Task<CompiledScript>>)(cancellation => Compiler.CompileAsync(path, cancellation)))],
            arguments,
            ScriptStartMode.Keep,
            compiled,
            warmUp,
            keepGoing: keepGoing);
    }

    /// <summary>
    /// Loads what the compiler made and starts it, from within a task of the loop. The script's own statements begin in the frame in which
    /// this completes, after the calling task's step.
    /// </summary>
    public async Task<ScriptStart> StartAsync(CompiledScript script, IReadOnlyList<string> arguments, ScriptStartMode mode, ScriptPlace? place = null)
    {
        if (!script.Succeeded)
        {
            return new ScriptStart(script, null);
        }

        // Loaded where it was compiled: each change of threads on the way costs a frame.
        var program = script.Take() ?? await Compiler.LoadAsync(script, Async.Token);
        ScriptRun run = new(++_lastRun, script, [.. arguments], Loop, program.Unloaded);
        var started = false;
        try
        {
            if (!HasEnded() && (mode == ScriptStartMode.Keep || await EndOlderCopiesAsync(script)) && !HasEnded())
            {
                // Compiling and loading are waits that a cancellation may come too late for.
                Async.Token.ThrowIfCancellationRequested();
                Start(program, run, script, place?.CreateScope ?? Loop.RootScope.CreateChild);
                started = true;
            }
        }
        finally
        {
            if (!started)
            {
                program.Unload();
            }
        }

        return new ScriptStart(script, started ? run : null) { IsPlaceGone = !started && HasEnded() };

        bool HasEnded() => place?.HasEnded() == true;
    }

    /// <summary>Stops asking for unloads. Running scripts belong to the loop and end with it.</summary>
    public void Dispose()
    {
        Loop.RemoveSymbols(_symbols);
        _unloadWatch.Dispose();
    }

    // The only place where a script is compiled and then started; all that is compiled is started, or nothing.
    private async Task<ScriptStart[]> CompileThenStartAsync(
        Func<CancellationToken, Task<CompiledScript>>[] compile,
        IReadOnlyList<string> arguments,
        ScriptStartMode mode,
        Action<CompiledScript>? compiled = null,
        Task? startAfter = null,
        ScriptPlace? place = null,
        bool keepGoing = false)
    {
        var scripts = new CompiledScript[compile.Length];
        for (var i = 0; i < scripts.Length; i++)
        {
            scripts[i] = await compile[i](Async.Token);
            compiled?.Invoke(scripts[i]);
        }

        if (!keepGoing && !Array.TrueForAll(scripts, script => script.Succeeded))
        {
            return Array.ConvertAll(scripts, script => new ScriptStart(script, null));
        }

        if (startAfter is not null && scripts.Length > 0)
        {
            await startAfter;
        }

        var starts = new ScriptStart[scripts.Length];
        for (var i = 0; i < scripts.Length; i++)
        {
            starts[i] = await StartAsync(scripts[i], arguments, mode, place);
        }

        return starts;
    }

    // Looked at again after each wait: of several starts of one script at a time the last one asked for must win, and none be left beside it.
    private async Task<bool> EndOlderCopiesAsync(CompiledScript script)
    {
        var limit = Loop.Clocks.Real.Now + _options.ReplaceSeconds;
        while (_running.Find(run => run.Path == script.Path) is { } old)
        {
            if (old.CompileNumber > script.Number)
            {
                return false;
            }

            old.Scope.Cancel(CancelReason.Replaced);
            try
            {
                // Goes on in the frame in which the copy ends, which is this one when its waits are ours.
                var left = Durations.Of(limit - Loop.Clocks.Real.Now);
                await old.Ended.WaitAsync(left, Loop.TimeProvider).InScope();
            }
            catch (TimeoutException)
            {
                Loop.Log.Write(LogVerbosity.Warning, FormattableString.Invariant($"The running {old.Name} has not ended {_options.ReplaceSeconds:0.#} s after it was canceled; the new copy starts beside it."));
                return true;
            }
        }

        return true;
    }

    private void Start(ScriptProgram program, ScriptRun run, CompiledScript script, Func<string, TaskScope> createScope)
    {
        run.Begin(createScope(FreeName(Path.GetFileName(run.Path))));
        _running.Add(run);
        Loop.Log.Write(
            script.IsLine ? LogVerbosity.Verbose : LogVerbosity.Log,
            $"{run.Name} started (run {run.Id}, compiled in {script.Duration.TotalMilliseconds:0} ms).");

        if (script.IsLine)
        {
            KeepLine(program, run, script);
        }

        // Not here: the script would run inside the task that starts it, and find that one in its lists.
        CleanPost.To(Loop, () => Begin(program, run));
    }

    private void Begin(ScriptProgram program, ScriptRun run)
    {
        if (!run.Scope.IsCancellationRequested)
        {
            run.HasBegun = true;
            Task? body = null;
            var task = run.Scope.Start(() => body = program.InvokeAsync([.. run.Arguments]), run.Name, run.Name, run.Path, 1);
            task.AddDoneCallback(outcome => Complete(program, run, outcome, body));
        }
        else
        {
            _prompt.TakeBack(program);
            run.Complete(TaskState.Canceled);
        }

        _ = EndWhenEmptyAsync(program, run);
    }

    // The scope empties inside the last task's last step; its code may go only after that step. A posted callback's context, in which this is
    // called, brings the rest back to the loop in the same frame.
    private async Task EndWhenEmptyAsync(ScriptProgram program, ScriptRun run)
    {
        await run.Completed;
        await run.Scope.WhenEmpty();
        run.Scope.Cancel(CancelReason.ScopeClosed);
        _running.Remove(run);
        if (!_prompt.IsKept(program))
        {
            Unload(program, run);
        }

        run.End();
        if (run.ExitCode is { } code)
        {
            Loop.Log.Write(code == 0 ? LogVerbosity.Log : LogVerbosity.Warning, $"{run.Name} returned {code}.");
        }
    }

    private void Complete(ScriptProgram program, ScriptRun run, TaskOutcome outcome, Task? body)
    {
        if (!outcome.IsSuccess)
        {
            _prompt.TakeBack(program);
        }

#pragma warning disable VSTHRD103, VSTHRD002 // It has ended.
        switch (outcome.IsSuccess ? body : null)
        {
            case Task<int> withCode:
                run.ExitCode = withCode.Result;
                break;
            case Task<object?> { Result: { } value }:
                run.ValueText = ValueText.Describe(value);
                break;
        }
#pragma warning restore VSTHRD103, VSTHRD002

        run.Complete(outcome.Exception is OperationCanceledException ? TaskState.Canceled : outcome.State);
    }

    private string FreeName(string name)
    {
        var free = name;
        for (var copy = 2; _running.Exists(run => run.Name == free); copy++)
        {
            free = $"{name}#{copy}";
        }

        return free;
    }
}
