using System.Runtime.CompilerServices;

namespace AsyncTick.Benchmarks;

/// <summary>
/// The shape that pooled task libraries for engines have: each frame await is a pooled promise with a version, an item in an array that the pump calls and
/// swaps. No context, no list of tasks, no accounting.
/// </summary>
public sealed class PromiseFrames : IPeerPump
{
    private Promise[] _waiting = new Promise[1 << 17];
    private Promise[] _running = new Promise[1 << 17];
    private int _count;
    private Promise? _free;

    /// <summary>What the pump calls once a frame.</summary>
    private interface IItem
    {
        bool MoveNext();
    }

    public Awaitable NextFrame()
    {
        var promise = _free ?? new Promise(this);
        _free = promise.NextFree;
        _waiting[_count++] = promise;
        return new Awaitable(promise, promise.Version);
    }

    public void Pump() => DrainAll();

    public int DrainAll()
    {
        (_waiting, _running) = (_running, _waiting);
        var count = _count;
        _count = 0;
        for (var i = 0; i < count; i++)
        {
            IItem item = _running[i];
            if (item.MoveNext())
            {
                _waiting[_count++] = _running[i];
            }
        }

        return count;
    }

    public readonly struct Awaitable : ICriticalNotifyCompletion
    {
        private readonly Promise _promise;
        private readonly short _version;

        internal Awaitable(Promise promise, short version)
        {
            _promise = promise;
            _version = version;
        }

        public bool IsCompleted => _promise.IsCompleted(_version);

        public Awaitable GetAwaiter() => this;

        public void GetResult() => _promise.Take(_version);

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => _promise.Continue(_version, continuation);
    }

    internal sealed class Promise(PromiseFrames owner) : IItem
    {
        private Action? _continuation;
        private bool _isCompleted;

        public Promise? NextFree { get; private set; }

        public short Version { get; private set; }

        public bool IsCompleted(short version)
        {
            Verify(version);
            return _isCompleted;
        }

        public void Continue(short version, Action continuation)
        {
            Verify(version);
            _continuation = continuation;
        }

        public void Take(short version)
        {
            Verify(version);
            Version++;
            _isCompleted = false;
            _continuation = null;
            NextFree = owner._free;
            owner._free = this;
        }

        public bool MoveNext()
        {
            _isCompleted = true;
            _continuation?.Invoke();
            return false;
        }

        private void Verify(short version)
        {
            if (version != Version)
            {
                throw new InvalidOperationException("Used twice.");
            }
        }
    }
}
