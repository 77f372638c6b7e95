using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>
/// Turns calls into something to await: what a <c>[UFunction]</c> handler, a C# event or a callback raises, a coroutine takes. Waiters
/// resume through the loop, in the frame of the call or the next pump; their code never runs inside <see cref="Raise"/>. Game thread only.
/// </summary>
/// <typeparam name="T">What comes with a call.</typeparam>
public sealed class AsyncSignal<T>
{
    private readonly List<Stream> _streams = [];
    private Call? _next;

    /// <summary>Whether anybody waits or reads.</summary>
    public bool HasListeners => _next is not null || _streams.Count > 0;

    /// <summary>Says that it has happened. Runs no waiter's code.</summary>
    public void Raise(T value)
    {
        if (_next is { } next)
        {
            _next = null;
            next.Value = value;
            next.Raised.Set();
        }

        foreach (var stream in _streams)
        {
            stream.Take(value);
        }
    }

    /// <summary>Nothing more will be raised: streams end once what waits was read.</summary>
    public void End()
    {
        foreach (var stream in _streams)
        {
            stream.HasEnded = true;
            stream.Filled.Set();
        }
    }

    /// <summary>Waits for the next <see cref="Raise"/> after this call; ends with the calling task's scope. About 300 bytes.</summary>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public async Task<T> Next()
    {
        var call = _next ??= new Call();
        call.Waiters++;
        try
        {
            await call.Raised.WaitAsync();
            return call.Value;
        }
        finally
        {
            if (--call.Waiters == 0 && _next == call)
            {
                _next = null;
            }
        }
    }

    /// <summary>
    /// Every <see cref="Raise"/> from the first step of the loop on, in order. Leaving the loop in any way stops listening. Ends with the calling
    /// task's scope.
    /// </summary>
    /// <param name="capacity">How many may wait to be read; of more, the oldest are dropped, because the code that raises a signal cannot be made to wait.</param>
    public async IAsyncEnumerable<T> All(int capacity = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var stream = new Stream(capacity);
        _streams.Add(stream);
        try
        {
            while (true)
            {
                while (stream.Waiting.TryDequeue(out var value))
                {
                    yield return value;
                }

                if (stream.HasEnded)
                {
                    yield break;
                }

                await stream.Filled.WaitAsync();
            }
        }
        finally
        {
            _streams.Remove(stream);
        }
    }

    private sealed class Call
    {
        public AsyncManualResetEvent Raised { get; } = new(name: "signal");

        public int Waiters { get; set; }

        public T Value { get; set; } = default!;
    }

    private sealed class Stream(int capacity)
    {
        public Queue<T> Waiting { get; } = new();

        public AsyncAutoResetEvent Filled { get; } = new(name: "signal");

        public bool HasEnded { get; set; }

        public void Take(T value)
        {
            if (Waiting.Count == capacity)
            {
                Waiting.Dequeue();
            }

            Waiting.Enqueue(value);
            Filled.Set();
        }
    }
}
