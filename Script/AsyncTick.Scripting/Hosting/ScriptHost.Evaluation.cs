using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>Lines typed at a prompt.</summary>
public sealed partial class ScriptHost
{
    /// <summary>
    /// Evaluates a line of C# with top-level await. Variables, functions, types and usings that earlier lines have declared are there, and
    /// what this one declares is there for later ones. The result comes when its statements have ended; what they started goes on. The value is
    /// in <see cref="ScriptRun.ValueText"/>; what the line throws is logged like any task's fault, and the line then declares nothing.
    /// </summary>
    public GameTask<ScriptStart> Evaluate(string text) => Loop.Start(() => EvaluateAsync(text), "Eval");

    /// <summary>Evaluates a line from within a task of the loop; see <see cref="Evaluate"/>.</summary>
    /// <param name="text">The line.</param>
    /// <param name="compiled">Told what the compiler has to say, before the line runs; null for no report.</param>
    /// <param name="place">Where it lives; null for a scope in the loop's root.</param>
    /// <param name="started">Told of the run before its first statement; null for no need.</param>
    public async Task<ScriptStart> EvaluateAsync(string text, Action<CompiledScript>? compiled = null, ScriptPlace? place = null, Action<ScriptRun>? started = null)
    {
        ScriptStart start;
        using (await _prompt.Turn.LockAsync())
        {
            var previous = _prompt.Last;
            start = (await CompileThenStartAsync([cancellation => Compiler.CompileLineAsync(_prompt.NextName(), text, previous, cancellation)], [], ScriptStartMode.Keep, compiled, place: place))[0];
        }

        if (start.Run is { } run)
        {
            started?.Invoke(run);
            await run.Completed.InScope();
        }

        return start;
    }

    /// <summary>
    /// Forgets what evaluated lines have declared; the next one begins anew. Tasks that they have started go on. Their code leaves memory
    /// when those have ended.
    /// </summary>
    /// <returns>How many lines were forgotten.</returns>
    public int ResetEvaluation()
    {
        ScriptRun[] running = [.. _running.Where(run => run.IsLine)];
        var ended = _prompt.Reset(out var lines);
        foreach ((var program, var run) in ended)
        {
            program.Unload();
            _unloadWatch.Note(run);
        }

        _ = WatchUnloadAsync(running, [.. ended.Select(each => (each.Run, each.Program.Code)).Reverse()]);
        return lines;
    }

    // Each line keeps those before it in memory, and one that still runs keeps them all: they are looked after one at a time, newest first.
    private async Task WatchUnloadAsync(ScriptRun[] running, (ScriptRun Run, WeakReference<Assembly> Code)[] newestFirst)
    {
        await Task.WhenAll(running.Select(run => run.Ended)).ConfigureAwait(false);
        foreach ((var run, var code) in newestFirst)
        {
            _unloadWatch.Add(run, code);
            await run.Unloaded.ConfigureAwait(false);
        }
    }

    private void Unload(ScriptProgram program, ScriptRun run)
    {
        program.Unload();
        _unloadWatch.Note(run);
        _unloadWatch.Add(run, program.Code);
    }

    // What a line declares is there for the next one as soon as it begins, though it may take long to end.
    private void KeepLine(ScriptProgram program, ScriptRun run, CompiledScript script)
    {
        program.States = _prompt.MakeStates();
        if (script.Declares)
        {
            _prompt.Keep(program, run, program.States);
        }
    }
}
