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
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private long _frame = -1;
    private int _used;

    /// <summary>Makes a quota.</summary>
    /// <param name="scope">Ends the waits when it is cancelled; the queue is served by a task in it, only while somebody waits.</param>
    /// <param name="perFrame">Entries per frame, at least one.</param>
    /// <param name="name">Shown in the task list while somebody waits.</param>
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

    /// <summary>Passes at once while this frame has room and nobody waits; otherwise waits in line.</summary>
    /// <exception cref="OperationCanceledException">The waiting task was cancelled.</exception>
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
        var turn = new TaskCompletionSource();
        _waiting.Enqueue(turn);
        if (_waiting.Count == 1)
        {
            _ = _scope.Start(ServeQueue, _name);
        }

        await turn.Task.WaitAsync(Async.Token);
    }

    private async Task ServeQueue()
    {
        while (_waiting.Count > 0)
        {
            await Async.NextFrame();
            StartFrame();
            while (_used < PerFrame && _waiting.TryDequeue(out var turn))
            {
                // One that was cancelled meanwhile uses up its turn all the same: the loss is one entry of one frame.
                _used++;
                turn.TrySetResult();
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
