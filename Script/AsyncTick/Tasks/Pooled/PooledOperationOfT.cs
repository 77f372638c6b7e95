using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>One call of a method that returns a pooled task, and its outcome.</summary>
internal abstract class PooledOperation<T> : PooledOperation
{
    // A plain task in every way: if the exception is not taken out of it, it is reported like any other's.
    private Task<T>? _failure;
    private T? _result;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetResult(T result)
    {
        _result = result;
        End();
    }

    public void SetException(Exception exception)
    {
        var failure = AsyncTaskMethodBuilder<T>.Create();
        failure.SetException(exception);
        _failure = failure.Task;
        End();
    }

    /// <summary>Takes the outcome, once.</summary>
    public T Take(int version)
    {
        if (Version != version)
        {
            ThrowUsedUp();
        }

        if (!HasEnded)
        {
            ThrowNotEnded();
        }

        var failure = Free(out var result);
        return failure is null ? result! : Throw(failure);
    }

    public Task<T> AsTask(int version)
    {
        if (!Claim(version))
        {
            var promise = new TaskCompletionSource<T>();
            if (TryRegisterInPlace(() => Settle(promise)))
            {
                return promise.Task;
            }
        }

        return Free(out var result) ?? Task.FromResult(result!);
    }

    public sealed override Task? Settle(object? promise)
    {
        var failure = Free(out var result);
        if (promise is TaskCompletionSource<T> source)
        {
            if (failure is null)
            {
                source.SetResult(result!);
            }
            else
            {
                source.SetFromTask(failure);
                failure = source.Task;
            }
        }

        return failure;
    }

    /// <summary>Drops the state of the call and goes back to the pool.</summary>
    protected abstract void Recycle();

    private Task<T>? Free(out T? result)
    {
        var failure = _failure;
        result = _result;
        _failure = null;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _result = default;
        }

        BeginNextUse();
        Recycle();
        return failure;
    }

#pragma warning disable VSTHRD002 // It has ended.
    private static T Throw(Task<T> failure) => failure.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
