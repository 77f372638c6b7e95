namespace AsyncTick.Net;

/// <summary>All items of a source until its end, giving way to other tasks when many are ready. Allocates when the enumeration begins and not per item.</summary>
/// <param name="source">Where they come from.</param>
/// <param name="cancellation">Ends the waits; that of the task that waits when it cannot be canceled.</param>
internal sealed class ItemStream<T>(IItemSource<T> source, CancellationToken cancellation = default) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(source, cancellationToken.CanBeCanceled ? cancellationToken : cancellation);

    private sealed class Enumerator(IItemSource<T> source, CancellationToken cancellation) : ReusableWait<bool>, IAsyncEnumerator<T>
    {
        private SliceYield _slice;
        private bool _hasBegun;
        private bool _hasWaited;
        private bool _isOver;

        public T Current { get; private set; } = default!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (_isOver)
            {
                return new ValueTask<bool>(false);
            }

            var token = cancellation.CanBeCanceled ? cancellation : Async.Token;
            if (_hasBegun && token.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<bool>(token);
            }

            if (_hasWaited)
            {
                _slice.Restart();
            }

            var move = Begin(token, afterOthers: _slice.IsDue);
            _hasBegun = true;
            _hasWaited = !move.IsCompleted;
            return move;
        }

        public ValueTask DisposeAsync()
        {
            _isOver = true;
            Current = default!;
            return ValueTask.CompletedTask;
        }

        protected override void OnBegin() => source.Enter(this);

        protected override bool TryTake(out bool result)
        {
            result = false;
            if (!source.TryTake(out var item, out var isEnd))
            {
                return false;
            }

            Current = item;
            _isOver = isEnd;
            result = !isEnd;
            return true;
        }

        protected override void OnEnded() => source.Leave();
    }
}
