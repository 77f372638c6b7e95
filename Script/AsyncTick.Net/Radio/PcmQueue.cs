using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Net;

/// <summary>
/// Holds a bounded amount of decoded sound between the decoder (a pool thread) and the sink (the game thread, or an
/// audio callback through <see cref="TryTake"/>). One writer, one reader; every member may be called on any thread.
/// </summary>
/// <remarks>
/// The bound is in bytes, not in blocks, because a block is as long as the decoder made it. A writer that finds the
/// queue full waits; nothing is ever dropped. Counterpart: <c>asyncio.Queue(maxsize)</c>.
/// </remarks>
public sealed class PcmQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PcmBlock> _blocks = new();
    private readonly long _capacity;
    private TaskCompletionSource? _space;
    private TaskCompletionSource? _filled;
    private long _buffered;
    private bool _completed;
    private Exception? _error;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacityBytes">How much may wait; one block more than this is accepted.</param>
    public PcmQueue(long capacityBytes = 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityBytes);
        _capacity = capacityBytes;
    }

    /// <summary>Bytes waiting now.</summary>
    public long BufferedBytes
    {
        get
        {
            lock (_gate)
            {
                return _buffered;
            }
        }
    }

    /// <summary>Adds a block, waiting while the queue is full. The queue owns the block from here on, also when this throws.</summary>
    /// <param name="block">The samples.</param>
    /// <param name="cancellation">Ends the wait; the block is given back.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask Write(PcmBlock block, CancellationToken cancellation = default)
    {
        try
        {
            while (true)
            {
                Task space;
                TaskCompletionSource? filled = null;
                lock (_gate)
                {
                    if (_completed)
                    {
                        throw new OperationCanceledException("The sound queue was closed by its reader.");
                    }

                    if (_buffered < _capacity)
                    {
                        _blocks.Enqueue(block);
                        _buffered += block.Samples.Length;
                        block = default;
                        (filled, _filled) = (_filled, null);
                        space = Task.CompletedTask;
                    }
                    else
                    {
                        _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                        space = _space.Task;
                    }
                }

                if (space.IsCompleted)
                {
                    filled?.TrySetResult();
                    return;
                }

                await space.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            block.Dispose();
        }
    }

    /// <summary>Takes the next block if there is one. Never waits: the call for an audio callback.</summary>
    /// <param name="block">The samples; the caller disposes them.</param>
    public bool TryTake([MaybeNullWhen(false)] out PcmBlock block)
    {
        TaskCompletionSource? space;
        lock (_gate)
        {
            if (!_blocks.TryDequeue(out block))
            {
                return false;
            }

            _buffered -= block.Samples.Length;
            (space, _space) = (_space, null);
        }

        // Outside the lock: a woken writer must not find it taken.
        space?.TrySetResult();
        return true;
    }

    /// <summary>Waits until a block can be taken.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False once the writer has completed the queue and everything was taken.</returns>
    /// <exception cref="Exception">The writer completed the queue with this error.</exception>
    public async ValueTask<bool> WaitToTake(CancellationToken cancellation = default)
    {
        while (true)
        {
            Task filled;
            lock (_gate)
            {
                if (_blocks.Count > 0)
                {
                    return true;
                }

                if (_completed)
                {
                    return _error is null ? false : throw _error;
                }

                _filled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                filled = _filled.Task;
            }

            await filled.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Says that nothing more will be written. What waits can still be taken.</summary>
    /// <param name="error">Given to the reader after the last block; null for a normal end.</param>
    public void Complete(Exception? error = null)
    {
        TaskCompletionSource? filled;
        TaskCompletionSource? space;
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            _error = error;
            (filled, _filled) = (_filled, null);
            (space, _space) = (_space, null);
        }

        filled?.TrySetResult();
        space?.TrySetResult();
    }

    /// <summary>Completes the queue and gives back everything that was not taken.</summary>
    public void Dispose()
    {
        Complete();
        while (TryTake(out var block))
        {
            block.Dispose();
        }
    }
}
