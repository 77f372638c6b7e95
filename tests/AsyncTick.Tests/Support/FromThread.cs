using System.Runtime.ExceptionServices;

namespace AsyncTick.Tests;

/// <summary>Runs something on a thread of its own and waits for its end, so that "another thread" needs no luck.</summary>
internal static class FromThread
{
    private static readonly TimeSpan Unexpected = TimeSpan.FromSeconds(20);

    public static void Run(Action action) => Join(Begin(action));

    /// <summary>On a thread that carries nothing: that of a test carries values of the test framework's.</summary>
    public static void RunWithoutValues(Action action)
    {
        (Thread Thread, Outcome Outcome) started;
        using (ExecutionContext.SuppressFlow())
        {
            started = Begin(action);
        }

        Join(started);
    }

    public static (Thread Thread, Outcome Outcome) Begin(Action action)
    {
        var outcome = new Outcome();
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception fault)
            {
                outcome.Fault = ExceptionDispatchInfo.Capture(fault);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return (thread, outcome);
    }

    public static void Join((Thread Thread, Outcome Outcome) started)
    {
        if (!started.Thread.Join(Unexpected))
        {
            throw new TimeoutException("A test's thread did not end.");
        }

        started.Outcome.Fault?.Throw();
    }

    public sealed class Outcome
    {
        public ExceptionDispatchInfo? Fault;
    }
}
