namespace AsyncTick.Net;

/// <summary>Whether a client has a connection: what waits for one waits here, until there is one or none will come. Game thread only.</summary>
internal sealed class RedisReadiness
{
    private TaskCompletionSource _connected = NewSignal();

    /// <summary>Why no connection will come any more; null while one may.</summary>
    public Exception? End { get; private set; }

    /// <summary>Ends with the connection that there is, or with <see cref="End"/>.</summary>
    public Task Wait => _connected.Task;

    public void Set() => _connected.TrySetResult();

    public void Unset()
    {
        if (_connected.Task.IsCompletedSuccessfully)
        {
            _connected = NewSignal();
            if (End is { } end)
            {
                Fail(end);
            }
        }
    }

    /// <summary>No connection will come any more.</summary>
    /// <returns>False when that was known.</returns>
    public bool TryEnd(Exception error)
    {
        if (End is not null)
        {
            return false;
        }

        End = error;
        Unset();
        Fail(error);
        return true;
    }

    private void Fail(Exception error)
    {
        _connected.TrySetException(error);

        // Waits that there are get it; that there is none must not count as an unseen fault.
        _ = _connected.Task.Exception;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
