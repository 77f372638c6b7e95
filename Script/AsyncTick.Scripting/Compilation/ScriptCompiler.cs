using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick.Scripting;

/// <summary>
/// Compiles scripts on a thread of its own, one at a time, so that a game keeps its frames. What compiles is loaded and translated to
/// machine code there, too: a start then needs no further thread, and so no further frame. All members may be used from any thread.
/// </summary>
/// <remarks>
/// The first compilation of a process takes a second or so, later ones some 20 ms. <see cref="WarmUpAsync"/> takes that second while no user
/// waits for it.
/// </remarks>
public sealed class ScriptCompiler : IDisposable
{
    private static readonly string[] ConsoleUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "AsyncTick", "static AsyncTick.Async",
    ];

    // What a first script is likely to touch, so that the compiler's own code, and the loop's, is ready when it comes.
    private const string WarmUpText = """
        using System.Diagnostics;
        Stopwatch watch = Stopwatch.StartNew();
        List<int> numbers = [1, 2, 3];
        AsyncManualResetEvent shot = new();
        Start(() => Timer(1));
        CallLater(0.1, () => shot.Set());
        try
        {
            await shot.WaitAsync();
            await Task.WhenAll(One(1), One(2));
            await RunInExecutor(() => numbers.Where(n => n > 1).Sum());
        }
        finally
        {
            Log($"{watch.Elapsed.TotalSeconds:0.0} s, {(args.Length == 0 ? "none" : args[0])}, {new Point(1, 2)}");
        }
        async Task Timer(double period)
        {
            await foreach (Tick tick in Every(period))
            {
                Log($"{tick.Index}");
                if (tick.Index == 2) break;
            }
        }
        async Task<int> One(int n)
        {
            while (n-- > 0)
            {
                await Delay(1);
                await NextFrame();
            }
            await Until(() => n < 0);
            return n;
        }
        record Point(int X, int Y);
        """;

    private const string LineName = "Eval";

    private readonly BlockingCollection<Action> _work = [];
    private readonly string[] _usings;
    private readonly Assembly[] _assemblies;
    private readonly Lazy<CompilerFunction> _backend;
    private readonly Lazy<PromptFunction> _promptBackend;
    private readonly DependencyResolver _resolver;
    private readonly SharedPackages _packages;
    private readonly Thread _thread;
    private CompilerReference[]? _references;
    private int _count;

    /// <summary>Starts the compiler's thread; Roslyn itself is loaded when it is first needed, there.</summary>
    public ScriptCompiler(ScriptCompilerOptions? options = null)
    {
        options ??= new ScriptCompilerOptions();
        _usings = [.. ConsoleUsings, .. options.Usings];
        _assemblies = [typeof(GameLoop).Assembly, .. options.References];
        _backend = new Lazy<CompilerFunction>(() => RoslynBackend.Create(options.RoslynFolder));
        _promptBackend = new Lazy<PromptFunction>(() => RoslynBackend.CreateForPrompt(options.RoslynFolder));
        _resolver = new DependencyResolver(options.Packages, _assemblies);
        _packages = new SharedPackages(_assemblies, options.Packages);
        _thread = new Thread(Work) { Name = "AsyncTick compiler", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>The assemblies that scripts share with the host, AsyncTick first.</summary>
    public IReadOnlyList<Assembly> SharedAssemblies => _assemblies;

    /// <summary>Loads Roslyn and compiles a small script, in the background. Scripts compile fast afterwards. The result is that script.</summary>
    /// <exception cref="FileNotFoundException">Through the task: the Roslyn folder is not installed.</exception>
    /// <exception cref="OperationCanceledException">Through the task: given up.</exception>
    public Task<CompiledScript> WarmUpAsync(CancellationToken cancellation = default) => CompileTextAsync("WarmUp.cs", WarmUpText, cancellation);

    /// <summary>
    /// Reads and compiles a script file. Errors in the script are in the result; they are not exceptions. Packages and projects that it names
    /// for the first time are found first, which takes seconds and holds up no other script.
    /// </summary>
    /// <param name="path">The file, absolute or relative to the current directory.</param>
    /// <param name="cancellation">Gives up waiting, and compiling soon after; ends a restore that was started for it.</param>
    /// <exception cref="IOException">Through the task: the file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Through the task: given up.</exception>
    public Task<CompiledScript> CompileAsync(string path, CancellationToken cancellation = default)
    {
        var full = Path.GetFullPath(path);
        return CompileAsync(full, () => ReadText(full), cancellation);
    }

    /// <summary>Compiles a script that is not a file; otherwise as <see cref="CompileAsync(string, CancellationToken)"/>.</summary>
    /// <param name="name">The name to show in diagnostics and stack traces.</param>
    /// <param name="text">The script.</param>
    /// <param name="cancellation">Gives up waiting, and compiling soon after.</param>
    public Task<CompiledScript> CompileTextAsync(string name, string text, CancellationToken cancellation = default) =>
        CompileAsync(name, () => text, cancellation);

    /// <summary>Compiles a line typed at a prompt: statements, declarations for later lines, or an expression whose value is kept (see <see cref="ScriptRun.ValueText"/>).</summary>
    /// <param name="name">The name of its assembly, different from that of every other line.</param>
    /// <param name="text">The line.</param>
    /// <param name="previous">The line before that has declared something; null for none.</param>
    /// <param name="cancellation">Gives up waiting, and compiling soon after.</param>
    internal Task<CompiledScript> CompileLineAsync(string name, string text, PromptLine? previous, CancellationToken cancellation) =>
        EnqueueAsync(() => CompileLine(name, text, previous, cancellation), cancellation);

    /// <summary>Loads a compiled script, on the compiler's thread, for a further run of it: the first takes what was loaded when it was compiled.</summary>
    internal Task<ScriptProgram> LoadAsync(CompiledScript script, CancellationToken cancellation) =>
        EnqueueAsync(() => new ScriptProgram(script, _assemblies, _packages), cancellation);

    /// <summary>Ends the compiler's thread once it has done what it has begun. Nothing is compiled afterwards, and packages go with the runs that use them.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _packages.Dispose();
    }

    /// <summary>Waits until the compiler's thread has ended. After <see cref="Dispose"/>, on another thread than its own.</summary>
    /// <returns>Whether it has within this time.</returns>
    public bool Join(TimeSpan limit) => _thread.Join(limit);

    private async Task<CompiledScript> CompileAsync(string path, Func<string> read, CancellationToken cancellation)
    {
        // The order in which it was asked, not the one in which packages are found: the last one asked for must win.
        var number = Interlocked.Increment(ref _count);
        var text = "";
        ScriptDirectives? unresolved = null;
        var script = await EnqueueAsync(
            () =>
            {
                text = read();
                var directives = ScriptDirectives.Read(path, text);
                if (directives.Problems.Count > 0)
                {
                    return Failed(number, path, directives.Problems);
                }

                if (!directives.AreAny)
                {
                    return Compile(number, path, text, directives, ScriptDependencies.None, [], cancellation);
                }

                unresolved = directives;
                return null;
            },
            cancellation).ConfigureAwait(false);
        if (script is not null)
        {
            return script;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Environment.CurrentDirectory;
        (var files, var diagnostics) = await _resolver.ResolveAsync(unresolved!, folder, cancellation).ConfigureAwait(false);
        return diagnostics.Any(diagnostic => diagnostic.IsError)
            ? Failed(number, path, diagnostics)
            : await EnqueueAsync(() => Compile(number, path, text, unresolved!, files, diagnostics, cancellation), cancellation).ConfigureAwait(false);
    }

    private CompiledScript Compile(
        int number, string path, string text, ScriptDirectives directives, ScriptDependencies dependencies, IReadOnlyList<ScriptDiagnostic> remarks, CancellationToken cancellation)
    {
        _references ??= ScriptReference.For(_assemblies);
        var compile = _backend.Value;
        var watch = Stopwatch.StartNew();
        var assembly = $"{Path.GetFileNameWithoutExtension(path)}#{number}";
        var output = compile(assembly, path, text, directives.Optimize, _usings, ReferencesWith(dependencies), cancellation);
        cancellation.ThrowIfCancellationRequested();
        CompiledScript script = new(number, path, output, remarks.Concat(output.Messages.Select(Diagnostic)), watch.Elapsed) { Dependencies = dependencies };
        if (script.Succeeded)
        {
            script.Give(new ScriptProgram(script, _assemblies, _packages));
        }

        return script;
    }

    private CompiledScript CompileLine(string name, string text, PromptLine? previous, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _count);
        var watch = Stopwatch.StartNew();
        _references ??= ScriptReference.For(_assemblies);
        (var output, var line, var declares) = _promptBackend.Value(name, LineName, text, previous?.Compiled, _usings, _references, cancellation);
        CompiledScript script = new(number, LineName, output, output.Messages.Select(Diagnostic), watch.Elapsed)
        {
            IsLine = true,
            CompiledLine = line,
            Declares = declares,
        };
        if (script.Succeeded)
        {
            script.Give(new ScriptProgram(script, _assemblies, _packages, previous));
        }

        return script;
    }

    private static CompiledScript Failed(int number, string path, IEnumerable<ScriptDiagnostic> diagnostics) =>
        new(number, path, default, diagnostics, TimeSpan.Zero);

    private CompilerReference[] ReferencesWith(ScriptDependencies dependencies) => dependencies.References.Count == 0
        ? _references!
        : [
            .. _references!.Where(own => own.Path is null || !dependencies.References.ContainsKey(Path.GetFileNameWithoutExtension(own.Path))),
            .. dependencies.References.Values.Select(path => new CompilerReference(path, 0, 0)),
        ];

    private static ScriptDiagnostic Diagnostic(CompilerMessage message) =>
        new(Path.GetFileName(message.Path), message.Line, message.Column, message.Severity == 3, message.Id, message.Text);

    // An editor that is saving may hold the file for a moment, or leave it empty for one.
    private static string ReadText(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return File.ReadAllText(path);
            }
            catch (IOException error) when (attempt < 5 && error is not (FileNotFoundException or DirectoryNotFoundException))
            {
                Thread.Sleep(20); // this is the compiler's own thread
            }
        }
    }

    private Task<T> EnqueueAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(
                () =>
                {
                    try
                    {
                        cancellation.ThrowIfCancellationRequested();
                        done.TrySetResult(work());
                    }
                    catch (OperationCanceledException)
                    {
                        done.TrySetCanceled(cancellation);
                    }
                    catch (Exception error)
                    {
                        done.TrySetException(error);
                    }
                },
                CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(ScriptCompiler));
        }

        return done.Task.WaitAsync(cancellation);
    }

    private void Work()
    {
        while (WorkOnNext())
        {
        }
    }

    // A method of its own: a local of the loop would keep the last script's code while the thread waits for the next one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool WorkOnNext()
    {
        if (!_work.TryTake(out var work, Timeout.Infinite))
        {
            return false;
        }

        work();
        return true;
    }
}
