using System.Runtime.InteropServices;

namespace AsyncTick.Headless;

/// <summary>
/// Ctrl-C and SIGTERM. The first asks the host to end, the second ends the process: a task may hold the game thread for ever.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    // More than the host takes to end when nothing holds it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly Action _stop;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Timer _impatience;
    private int _count;

    public Interrupts(Action stop)
    {
        _stop = stop;
        _impatience = new Timer(_ => Console.Error.WriteLine("AsyncTick.Headless: a task holds the game thread and cannot be cancelled; another Ctrl-C ends the process."));
        _signals = [Handle(PosixSignal.SIGINT, 2), Handle(PosixSignal.SIGTERM, 15)];
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _impatience.Dispose();
    }

    private PosixSignalRegistration Handle(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _stop();
            _impatience.Change(Patience, Timeout.InfiniteTimeSpan);
            return;
        }

        Console.Error.WriteLine($"AsyncTick.Headless: ended by the second {(signal == PosixSignal.SIGINT ? "Ctrl-C" : "signal")}; tasks were not given time to clean up.");
        Environment.Exit(ExitCodes.Interrupted + number);
    });
}
