namespace UnrealAsyncTick.Conformance;

/// <summary>Holds other threads until a test lets them go, and tells when one has come.</summary>
internal sealed class ThreadGate : IDisposable
{
    private readonly ManualResetEventSlim _open = new();
    private volatile bool _isReached;

    /// <summary>Whether a thread has come.</summary>
    public bool IsReached => _isReached;

    public void Wait()
    {
        _isReached = true;
        _open.Wait();
    }

    public void Open() => _open.Set();

    public void Dispose() => _open.Dispose();
}
