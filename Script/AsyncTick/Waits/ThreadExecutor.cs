using System.Diagnostics;
using System.Collections.Concurrent;

namespace AsyncTick;

/// <summary>Runs functions one after the other on a thread of its own, for libraries that insist on one thread. Any thread.</summary>
[DebuggerDisplay("{_thread.Name}, {_work.Count} queued")]
public sealed class ThreadExecutor : IExecutor, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private int _disposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">The thread's name in debuggers.</param>
    public ThreadExecutor(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The executor has been disposed.</exception>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
            {
                try
                {
                    outcome.SetResult(function());
                }
                catch (Exception fault)
                {
                    outcome.SetException(fault);
                }
            });
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(ThreadExecutor), $"The executor '{_thread.Name}' takes no more work: it has been disposed.");
        }

        return outcome.Task;
    }

    /// <summary>Takes no more work, finishes what was queued, and waits for the thread to end unless called on it. Again it only waits.</summary>
    public void Dispose()
    {
        // The queue is not disposed of: work that comes at the same time has to find it. Nothing of it is the system's.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _work.CompleteAdding();
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
