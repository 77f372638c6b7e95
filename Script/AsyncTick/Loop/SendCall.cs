using System.Runtime.ExceptionServices;

namespace AsyncTick;

/// <summary>One blocking call from another thread onto the loop's.</summary>
internal sealed class SendCall(SendOrPostCallback callback, object? state) : IDisposable
{
    public static readonly SendOrPostCallback RunOnLoop = static call => ((SendCall)call!).Run();

    private readonly ManualResetEventSlim _done = new();
    private ExceptionDispatchInfo? _fault;

    public bool Wait(TimeSpan limit)
    {
        if (!_done.Wait(limit))
        {
            return false;
        }

        _fault?.Throw();
        return true;
    }

    public void Dispose() => _done.Dispose();

    private void Run()
    {
        try
        {
            callback(state);
        }
        catch (Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
        }

        _done.Set();
    }
}
