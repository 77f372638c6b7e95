using System.Runtime.InteropServices;

namespace AsyncTick.Tool.Hosts;

/// <summary>
/// Ctrl-C and signals, and the end of the output's reader: an ssh client that is gone sends no signal to a command without a terminal. The first cancels, a
/// second signal ends the process.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _signal;

    public Interruption()
    {
        _signals = [Handle(PosixSignal.SIGINT, 2), Handle(PosixSignal.SIGTERM, 15), Handle(PosixSignal.SIGHUP, 1)];
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            new Thread(WatchOutput) { IsBackground = true, Name = "Output" }.Start();
        }
    }

    /// <summary>Does something else with Ctrl-C while it has what to do; false when it has not.</summary>
    public Func<bool>? Instead { get; set; }

    public CancellationToken Token => _source.Token;

    /// <summary>What a shell reports for the signal; 0 when there was none.</summary>
    public int ExitCode => Volatile.Read(ref _signal) is > 0 and var signal ? 128 + signal : 0;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private PosixSignalRegistration Handle(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (signal == PosixSignal.SIGINT && Instead?.Invoke() == true)
        {
            context.Cancel = true;
            return;
        }

        // A second one ends the process as it always would.
        context.Cancel = Interlocked.CompareExchange(ref _signal, number, 0) == 0;
        _source.Cancel();
    });

    private void WatchOutput()
    {
        const short Gone = 0x8 | 0x10; // POLLERR, POLLHUP
        while (true)
        {
            var output = new PollDescriptor { Descriptor = 1 };
            var found = Poll(ref output, 1, -1);
            if (found > 0 && (output.Found & Gone) != 0)
            {
                Interlocked.CompareExchange(ref _signal, 1, 0);
                _source.Cancel();
                return;
            }

            if (found != -1 || Marshal.GetLastPInvokeError() != 4)
            {
                return; // not a thing that can be watched
            }
        }
    }

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);
}
