namespace AsyncTick.Net;

/// <summary>
/// Lets a fixed number of entries through per frame, first come, first served; the rest queue for the following frames.
/// Game thread only.
/// </summary>
/// <remarks>An entry within the quota costs no wait and no allocation. The queue is as long as there are waiting tasks.</remarks>
public sealed class FrameQuota
{
    private readonly TaskScope _scope;
    private readonly GameLoop _loop;
    private readonly string _name;
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private bool _serving;
    private long _frame = -1;
    private int _used;

    /// <summary>Makes a quota.</summary>
    /// <param name="scope">Ends the waits when it is canceled; the queue is served by a task in it, only while a task waits.</param>
    /// <param name="perFrame">Entries per frame, at least one.</param>
    /// <param name="name">Shown in the task list while a task waits.</param>
    public FrameQuota(TaskScope scope, int perFrame, string name)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perFrame);
        _scope = scope;
        _loop = scope.Loop;
        PerFrame = perFrame;
        _name = name;
    }

    /// <summary>Entries per frame.</summary>
    public int PerFrame { get; }

    /// <summary>How many wait for a later frame.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Passes at once while this frame has room and no task waits; otherwise waits in line.</summary>
    /// <exception cref="OperationCanceledException">The waiting task was canceled, or the quota's scope. A canceled wait leaves the line and takes no turn.</exception>
    public ValueTask Enter()
    {
        StartFrame();
        if (_used < PerFrame && _waiting.Count == 0)
        {
            _used++;
            return ValueTask.CompletedTask;
        }

        return new ValueTask(WaitInLine());
    }

    private async Task WaitInLine()
    {
        var turn = _waiting.AddLast(new TaskCompletionSource());
        try
        {
            if (!_serving)
            {
                _serving = true;
                _ = _scope.Start(ServeQueue, _name);
            }

            await turn.Value.Task.WaitAsync(Async.Token);
        }
        catch (Exception e)
        {
            if (turn.List is not null)
            {
                _waiting.Remove(turn);
            }
            else if (e is OperationCanceledException && turn.Value.Task.IsCompletedSuccessfully && _frame == _loop.FrameNumber)
            {
                // Its turn came in the frame in which it was canceled: another may have it.
                _used--;
            }

            throw;
        }
    }

    private async Task ServeQueue()
    {
        try
        {
            while (_waiting.Count > 0)
            {
                await Async.NextFrame();
                StartFrame();
                while (_used < PerFrame && _waiting.First is { } turn)
                {
                    _used++;
                    _waiting.RemoveFirst();
                    turn.Value.TrySetResult();
                }
            }
        }
        finally
        {
            _serving = false;

            // Only when the scope has ended: nothing serves them any more.
            while (_waiting.First is { } turn)
            {
                _waiting.RemoveFirst();
                turn.Value.TrySetCanceled();
            }
        }
    }

    private void StartFrame()
    {
        if (_frame != _loop.FrameNumber)
        {
            _frame = _loop.FrameNumber;
            _used = 0;
        }
    }
}
