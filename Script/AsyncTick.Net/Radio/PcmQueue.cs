using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Net;

/// <summary>
/// Holds a bounded amount of decoded sound between the decoder (a pool thread) and the sink (the game thread, or an
/// audio callback through <see cref="TryTake"/>). One reader; every member may be called on any thread.
/// </summary>
/// <remarks>
/// The bound is in bytes, not in blocks, because a block is as long as the decoder made it. A writer that finds the
/// queue full waits; nothing is ever dropped. Counterpart: <c>asyncio.Queue(maxsize)</c>.
/// </remarks>
public sealed class PcmQueue : IDisposable
{
    private readonly BoundedBuffer<PcmBlock> _blocks;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacityBytes">How much may wait; the block that passes this is still accepted.</param>
    public PcmQueue(long capacityBytes = 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityBytes);
        _blocks = new BoundedBuffer<PcmBlock>(int.MaxValue, capacityBytes, static block => block.Dispose());
    }

    /// <summary>Bytes waiting now.</summary>
    public long BufferedBytes => _blocks.Bytes;

    /// <summary>Adds a block, waiting while the queue is full. The queue owns the block from here on, also when this throws.</summary>
    /// <param name="block">The samples.</param>
    /// <param name="cancellation">Ends the wait; the block is given back.</param>
    /// <exception cref="OperationCanceledException">The wait was canceled, or the reader has closed the queue.</exception>
    public ValueTask Write(PcmBlock block, CancellationToken cancellation = default) =>
        _blocks.Write(block, block.Samples.Length, cancellation);

    /// <summary>Takes the next block if there is one. Never waits: the call for an audio callback.</summary>
    /// <param name="block">The samples; the caller disposes them.</param>
    public bool TryTake([MaybeNullWhen(false)] out PcmBlock block) => _blocks.TryRead(out block);

    /// <summary>Waits until a block can be taken. 0 bytes in steady state; await it once.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False once the writer has completed the queue and everything was taken.</returns>
    /// <exception cref="Exception">The writer completed the queue with this error.</exception>
    public ValueTask<bool> WaitToTake(CancellationToken cancellation = default) => _blocks.WaitToRead(cancellation);

    /// <summary>Says that nothing more will be written. What waits can still be taken.</summary>
    /// <param name="error">Given to the reader after the last block; null for a normal end.</param>
    public void Complete(Exception? error = null) => _blocks.Complete(error);

    /// <summary>Completes the queue and gives back everything that was not taken.</summary>
    public void Dispose() => _blocks.Close();
}
