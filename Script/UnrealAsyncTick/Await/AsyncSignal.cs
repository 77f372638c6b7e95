using System.Threading.Channels;
using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>
/// Turns calls into something to await: what a <c>[UFunction]</c> handler, a C# event or a callback raises, a coroutine takes. Waiters
/// resume through the loop; their code never runs inside <see cref="Raise"/>. Game thread only.
/// </summary>
/// <typeparam name="T">What comes with a call.</typeparam>
public sealed class AsyncSignal<T>
{
    private readonly List<Channel<T>> _streams = [];
    private TaskCompletionSource<T>? _next;

    /// <summary>Whether anybody waits or reads.</summary>
    public bool HasListeners => _next is not null || _streams.Count > 0;

    /// <summary>Says that it has happened. Runs no waiter's code.</summary>
    public void Raise(T value)
    {
        var next = _next;
        _next = null;
        next?.SetResult(value);
        foreach (var stream in _streams)
        {
            stream.Writer.TryWrite(value);
        }
    }

    /// <summary>Nothing more will be raised: streams end once what waits was read.</summary>
    public void End()
    {
        foreach (var stream in _streams)
        {
            stream.Writer.TryComplete();
        }
    }

    /// <summary>Waits for the next <see cref="Raise"/>; ends with the calling task's scope. About 300 bytes.</summary>
    public Task<T> Next() => (_next ??= new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously)).Task.InScope("signal");

    /// <summary>
    /// Every <see cref="Raise"/> from the first step of the loop on, in order. Leaving the loop in any way stops listening. Ends with the calling
    /// task's scope.
    /// </summary>
    /// <param name="capacity">How many may wait to be read.</param>
    /// <param name="full">What happens to more: by default the oldest is dropped.</param>
    public async IAsyncEnumerable<T> All(int capacity = 64, BoundedChannelFullMode full = BoundedChannelFullMode.DropOldest)
    {
        if (full == BoundedChannelFullMode.Wait)
        {
            throw new ArgumentException("Whoever raises a signal cannot be made to wait; choose what is dropped.", nameof(full));
        }

        var stream = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { FullMode = full, SingleReader = true });
        _streams.Add(stream);
        try
        {
            while (await stream.Reader.WaitToReadAsync(Async.Token))
            {
                while (stream.Reader.TryRead(out var value))
                {
                    yield return value;
                }
            }
        }
        finally
        {
            _streams.Remove(stream);
        }
    }
}
