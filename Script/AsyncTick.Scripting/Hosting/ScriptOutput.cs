namespace AsyncTick.Scripting;

/// <summary>What a script's tasks write to the log, and the reports of their faults, as long as it is not disposed. Made and disposed on the loop's thread.</summary>
public sealed class ScriptOutput : IDisposable
{
    // Written by the loop just before it tells of the fault; other threads may have written since.
    private const int LinesToLookBack = 16;

    private readonly LogTail _log;
    private readonly Action<LogLine> _write;
    private readonly TaskScope _scope;
    private readonly string _path;

    /// <summary>Follows a run; its first statement is best not run yet.</summary>
    /// <param name="log">The log that the loop writes to.</param>
    /// <param name="run">The run.</param>
    /// <param name="write">Takes each line, on the thread that writes it.</param>
    public ScriptOutput(LogTail log, ScriptRun run, Action<LogLine> write)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(run);
        _write = write;
        _log = log;
        _scope = run.Scope;
        _path = run.Scope.Path;
        log.Written += Pass;
        _scope.Loop.Faulted += PassFault;
    }

    /// <summary>The last fault's type and message; null for none.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Follows it no longer.</summary>
    public void Dispose()
    {
        _log.Written -= Pass;
        _scope.Loop.Faulted -= PassFault;
    }

    private void Pass(LogLine line)
    {
        if (IsOwn(Async.CurrentScope))
        {
            _write(line);
        }
    }

    private void PassFault(TaskFault fault)
    {
        if (!ScopePaths.IsWithin(fault.ScopePath, _path))
        {
            return;
        }

        LastFault = $"{fault.Exception.GetType().FullName}: {ExceptionText.Message(fault.Exception)}";
        if (IsOwn(Async.CurrentScope))
        {
            return; // passed on when it was written
        }

        List<LogLine> lines = [];
        _log.ReadAfter(Math.Max(0, _log.LastNumber - LinesToLookBack), lines);
        var report = lines.FindLast(line => line.Verbosity == LogVerbosity.Error && line.Message.Contains($"#{fault.TaskId} ", StringComparison.Ordinal));
        if (report.Number > 0)
        {
            _write(report);
        }
    }

    private bool IsOwn(TaskScope? scope)
    {
        for (; scope is not null; scope = scope.Parent)
        {
            if (scope == _scope)
            {
                return true;
            }
        }

        return false;
    }
}
