using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick.Net;

/// <summary>
/// Lets a stream that always has something ready (a filled buffer) give way to the rest of the frame: after a quarter of a
/// millisecond the task goes behind the other ready work, still in this frame and within its budget.
/// </summary>
/// <remarks>
/// A loop over a full buffer never really waits, so the pump could not look at its budget in between. Game thread only;
/// allocates nothing. Not cancelable itself: the caller looks at its token after.
/// </remarks>
internal struct SliceYield
{
    private static readonly long Slice = Stopwatch.Frequency / 4000;

    private long _since;

    /// <summary>True when it is time to await <see cref="Next"/>.</summary>
    public bool IsDue
    {
        get
        {
            var now = Stopwatch.GetTimestamp();
            if (_since == 0)
            {
                _since = now;
            }

            return now - _since > Slice;
        }
    }

    /// <summary>Call after a real wait or after <see cref="Next"/>.</summary>
    public void Restart() => _since = Stopwatch.GetTimestamp();

    /// <summary>Goes behind the other ready work.</summary>
    public static Awaitable Next => default;

    internal readonly struct Awaitable : INotifyCompletion
    {
        private static readonly SendOrPostCallback Run = static action => ((Action)action!)();

        public bool IsCompleted => false;

        public Awaitable GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation)
        {
            if (SynchronizationContext.Current is { } context)
            {
                context.Post(Run, continuation);
            }
            else
            {
                ThreadPool.QueueUserWorkItem(static action => action(), continuation, preferLocal: true);
            }
        }
    }
}
