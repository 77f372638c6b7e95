using AsyncTick.Remote.Protocol;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Verbs;

/// <summary>Sends what a script's tasks write to the log, and the faults of its tasks, as long as it is not disposed. Made and disposed on the loop's thread.</summary>
internal sealed class ScriptLog : IDisposable
{
    // Written by the loop just before it tells of the fault; other threads may have written since.
    private const int LinesToLookBack = 16;

    private readonly RemoteRequest _request;
    private readonly LogTail _log;
    private readonly TaskScope _scope;
    private readonly string _path;

    public ScriptLog(RemoteRequest request, LogTail log, ScriptRun run)
    {
        _request = request;
        _log = log;
        _scope = run.Scope;
        _path = run.Scope.Path;
        log.Written += Send;
        _scope.Loop.Faulted += SendFault;
    }

    /// <summary>The last fault's type and message; null for none.</summary>
    public string? LastFault { get; private set; }

    public void Dispose()
    {
        _log.Written -= Send;
        _scope.Loop.Faulted -= SendFault;
    }

    private void Send(LogLine line)
    {
        if (IsOwn(Async.CurrentScope))
        {
            _request.Log(line);
        }
    }

    private void SendFault(TaskFault fault)
    {
        if (fault.ScopePath != _path && !fault.ScopePath.StartsWith(_path + "/", StringComparison.Ordinal))
        {
            return;
        }

        LastFault = $"{fault.Exception.GetType().FullName}: {fault.Exception.Message}";
        if (IsOwn(Async.CurrentScope))
        {
            return; // sent when it was written
        }

        List<LogLine> lines = [];
        _log.ReadAfter(Math.Max(0, _log.LastNumber - LinesToLookBack), lines);
        var report = lines.FindLast(line => line.Verbosity == LogVerbosity.Error && line.Message.Contains($"#{fault.TaskId} ", StringComparison.Ordinal));
        if (report.Number > 0)
        {
            _request.Log(report);
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
