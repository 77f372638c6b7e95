using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AsyncTick.Tests;

/// <summary>A thread that does one thing at a time for a test that waits for it: another thread, and yet a known order.</summary>
internal sealed class OtherThread : IDisposable
{
    private static readonly TimeSpan Unexpected = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _given = new(0);
    private readonly Thread _thread;
    private Action? _work;
    private volatile bool _isDone;
    private ExceptionDispatchInfo? _fault;

    public OtherThread()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "other thread" };
        _thread.Start();
    }

    public void Run(Action work)
    {
        _work = work;
        _isDone = false;
        _given.Release();

        // A wait that blocks is noticed by the loop whose task waits, and its warning is a post that no model knows. A sleep takes a millisecond, a hundred thousand times.
        var spin = default(SpinWait);
        var began = Stopwatch.GetTimestamp();
        while (!_isDone)
        {
            spin.SpinOnce(sleep1Threshold: -1);
            if (spin.NextSpinWillYield && Stopwatch.GetElapsedTime(began) > Unexpected)
            {
                throw new TimeoutException("The other thread did not come back.");
            }
        }

        _fault?.Throw();
    }

    public void Dispose()
    {
        _work = null;
        _given.Release();
        _thread.Join(Unexpected);
        _given.Dispose();
    }

    private void Serve()
    {
        while (true)
        {
            _given.Wait();
            if (_work is not { } work)
            {
                return;
            }

            try
            {
                work();
            }
            catch (Exception fault)
            {
                _fault = ExceptionDispatchInfo.Capture(fault);
            }

            _isDone = true;
        }
    }
}
