using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>The task that a <see cref="LoopProbe"/> runs in. Canceling all tasks means the user's, so it comes back while a page is open.</summary>
[DebuggerDisplay("ended: {_ended}")]
internal sealed class ProbeTask(DashboardScope scope, LoopProbe probe)
{
    private volatile bool _ended;
    private GameTask? _task;

    /// <summary>Any thread.</summary>
    public void Start() => scope.TryPost(Begin);

    /// <summary>Any thread.</summary>
    public void End()
    {
        _ended = true;
        scope.TryPost(() => _task?.Cancel());
    }

    private void Begin()
    {
        if (!_ended && scope.Open() is { } open)
        {
            _task = open.Start(RunAsync, "watch tasks");
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await probe.RunAsync();
        }
        catch (GameTaskCanceledException canceled) when (canceled.Reason != CancelReason.Shutdown && !_ended)
        {
            scope.TryPost(Begin);
            throw;
        }
    }
}
