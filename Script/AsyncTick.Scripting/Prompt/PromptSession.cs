namespace AsyncTick.Scripting;

/// <summary>What is kept between the lines of a prompt: those that have declared something, with their code and their variables. Loop thread.</summary>
internal sealed class PromptSession
{
    private readonly List<Kept> _kept = [];
    private object?[] _states = [null];
    private int _count;

    private sealed record Kept(PromptLine Line, ScriptProgram Program, ScriptRun Run);

    /// <summary>Lets one line at a time be compiled and begin, so that each finds what the one before has declared.</summary>
    public AsyncLock Turn { get; } = new("Eval");

    /// <summary>The last line that has declared something; null for none.</summary>
    public PromptLine? Last => _kept.Count > 0 ? _kept[^1].Line : null;

    /// <summary>The name for the next line's assembly and class.</summary>
    public string NextName() => $"Line{++_count}";

    /// <summary>Room for the variables of one more line behind those of the kept ones. The line's own code puts its variables there when it begins.</summary>
    public object?[] MakeStates()
    {
        var states = new object?[_kept.Count + 2];
        Array.Copy(_states, states, Math.Min(_states.Length, _kept.Count + 1));
        return states;
    }

    /// <summary>From now on lines find what this one declares.</summary>
    public void Keep(ScriptProgram program, ScriptRun run, object?[] states)
    {
        _kept.Add(new Kept(program.Line!, program, run));
        _states = states;
    }

    /// <summary>Whether the code is kept for later lines.</summary>
    public bool IsKept(ScriptProgram program) => _kept.Exists(kept => kept.Program == program);

    /// <summary>Takes a line back that did not run to its end, so that what earlier ones made shows again; not when a later one builds on it.</summary>
    public void TakeBack(ScriptProgram program)
    {
        if (_kept.Count > 0 && _kept[^1].Program == program)
        {
            _kept.RemoveAt(_kept.Count - 1);

            // Its variables would keep its code.
            _states = _states[..Math.Min(_states.Length, _kept.Count + 1)];
        }
    }

    /// <summary>Forgets everything. Gives the code of those runs that have ended, which nothing else will unload, and how many lines there were.</summary>
    public IReadOnlyList<(ScriptProgram Program, ScriptRun Run)> Reset(out int lines)
    {
        lines = _kept.Count;
        (ScriptProgram, ScriptRun)[] ended = [.. _kept.Where(kept => kept.Run.Ended.IsCompleted).Select(kept => (kept.Program, kept.Run))];
        _kept.Clear();
        _states = [null];
        return ended;
    }
}
