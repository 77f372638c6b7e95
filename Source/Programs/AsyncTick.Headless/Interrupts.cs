using System.Runtime.InteropServices;

namespace AsyncTick.Headless;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP. The first asks the host to end, the second ends the process; so does time, because a task may hold the game thread for ever and a
/// service manager would kill it without a word.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    // More than the host takes to end when nothing holds it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    // Together less than the ten seconds that service managers and containers give.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(6.5);

    private readonly string _program;
    private readonly Action _stop;
    private readonly Func<ThreadHold?> _whoHolds;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Timer _impatience;
    private int _first;
    private int _count;
    private bool _wasAnnounced;

    /// <param name="program">What the program is called in its messages.</param>
    /// <param name="stop">Asks the host to end. Any thread.</param>
    /// <param name="whoHolds">Whose step holds the game thread. Any thread.</param>
    public Interrupts(string program, Action stop, Func<ThreadHold?> whoHolds)
    {
        _program = program;
        _stop = stop;
        _whoHolds = whoHolds;
        _impatience = new Timer(_ => LosePatience());
        _signals = [Handle(PosixSignal.SIGINT, 2), Handle(PosixSignal.SIGTERM, 15), Handle(PosixSignal.SIGHUP, 1)];
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
            _first = number;
            _stop();
            _impatience.Change(Patience, Timeout.InfiniteTimeSpan);
            return;
        }

        End($"ended by the second {(signal == PosixSignal.SIGINT ? "Ctrl-C" : "signal")}", number);
    });

    private void LosePatience()
    {
        if (_wasAnnounced)
        {
            End($"ended, because {Blocker()}", _first);
            return;
        }

        _wasAnnounced = true;
        GuardedOutput.Error.WriteLine($"{_program}: {Blocker()}; another Ctrl-C or SIGTERM ends the process, which otherwise ends in {LastPatience.TotalSeconds:0.#} s.");
        _impatience.Change(LastPatience, Timeout.InfiniteTimeSpan);
    }

    private string Blocker() => _whoHolds() is { } hold
        ? $"{hold.Description}, has held the game thread for {TaskTable.Duration(hold.Seconds)} and cannot be canceled"
        : "the host has not come to an end";

    private void End(string how, int signal)
    {
        GuardedOutput.Error.WriteLine($"{_program}: {how}; tasks were not given time to clean up.");
        ProcessEnd.Begin(_program, ExitCodes.Interrupted + signal);
        Environment.Exit(ExitCodes.Interrupted + signal);
    }
}
