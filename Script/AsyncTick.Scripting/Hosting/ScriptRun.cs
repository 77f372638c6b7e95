using System.Diagnostics;

namespace AsyncTick.Scripting;

/// <summary>
/// One run of a script: its scope, its outcome, and the proof that its code has left memory. Holds nothing of the script's code itself.
/// Loop thread only unless said otherwise.
/// </summary>
[DebuggerDisplay("{Name} {State}")]
public sealed class ScriptRun
{
    private readonly TaskCompletionSource _completed = new();
    private readonly TaskCompletionSource _ended = new();

    private ulong _region;
    private bool _isFaulted;

    internal ScriptRun(int id, CompiledScript script, IReadOnlyList<string> arguments, GameLoop loop, Task unloaded)
    {
        Unloaded = unloaded;
        Id = id;
        Path = script.Path;
        IsLine = script.IsLine;
        CompileNumber = script.Number;
        Arguments = arguments;
        Scope = loop.RootScope;
    }

    /// <summary>Counts runs from 1 within a host. Any thread.</summary>
    public int Id { get; }

    /// <summary>The name of its scope: the file's name, with a number when another copy was running. Any thread.</summary>
    public string Name => Scope.Name;

    /// <summary>The script's full path. Any thread.</summary>
    public string Path { get; }

    /// <summary>What it was started with. Any thread.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Everything the script starts lives and ends here; cancel it to stop the script. Any thread.</summary>
    public TaskScope Scope { get; private set; }

    /// <summary>When it started, on the loop's real clock, in seconds.</summary>
    public double Started { get; private set; }

    /// <summary>Whether its first statement has run.</summary>
    public bool HasBegun { get; internal set; }

    /// <summary>What the script returned; null while it runs and when it returned nothing.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>The value of an evaluated line in words; null when it has none, or failed.</summary>
    public string? ValueText { get; internal set; }

    /// <summary>How its own statements ended; what they started may go on. <see cref="TaskState.Running"/> until then.</summary>
    public TaskState Outcome { get; private set; } = TaskState.Running;

    /// <summary>Where the run stands. Any thread.</summary>
    public ScriptRunState State => Unloaded.IsCompleted ? ScriptRunState.Unloaded
        : _ended.Task.IsCompleted ? ScriptRunState.Ended : ScriptRunState.Running;

    /// <summary>Completes when the script's own statements have ended, however they did; never faulted.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Completes when all its tasks have ended; never faulted. Its code is being unloaded then.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when its code has left memory, which takes a garbage collection or two. Any thread; never faulted.</summary>
    public Task Unloaded { get; }

    /// <summary>
    /// Collects garbage until the code has left memory or the rounds are used up. For tests and for finding leaks: each round blocks
    /// all threads for some milliseconds. Any thread.
    /// </summary>
    /// <returns>Whether the code has left memory.</returns>
    public bool TryCollect(int rounds = 10)
    {
        for (var round = 0; round < rounds && !Unloaded.IsCompleted; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Unloaded.IsCompleted;
    }

    internal int CompileNumber { get; }

    internal bool IsLine { get; }

    internal void Begin(TaskScope scope)
    {
        Scope = scope;
        Started = scope.Loop.Clocks.Real.Now;
        scope.Loop.Recorder.Mark($"{Name} loaded");
        _region = scope.Loop.Regions.Begin(Name);
    }

    /// <summary>Its code has failed where no task of it could: that is its outcome, however its statements end.</summary>
    internal void MarkFaulted() => _isFaulted = true;

    internal void Complete(TaskState outcome)
    {
        Outcome = _isFaulted ? TaskState.Faulted : outcome;
        _completed.TrySetResult();
    }

    internal void End()
    {
        if (Outcome == TaskState.Running)
        {
            Complete(TaskState.Canceled);
        }

        Scope.Loop.Recorder.Mark($"{Name} unloads");
        Scope.Loop.Regions.End(_region);
        _ended.TrySetResult();
    }
}
