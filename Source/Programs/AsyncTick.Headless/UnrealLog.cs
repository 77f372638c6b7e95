using System.Globalization;
using UnrealSharp.Log;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>
/// Shows the simulated engine's log as the engine does: <c>[2026.11.21-01:02:03:456][ 17]LogAsyncTick: Error: text</c>, time in UTC; the frame's number is not
/// cut to three digits, as the engine's is. Any thread.
/// </summary>
internal sealed class UnrealLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<string> _writeLines;
    private readonly Func<DateTime> _now;
    private readonly LogFile? _file;
    private long _frame;

    /// <param name="writeLines">Takes the lines.</param>
    /// <param name="now">What stamps them, in UTC.</param>
    /// <param name="file">Takes them, too; null for none.</param>
    /// <param name="verbose">Whether verbose lines are shown.</param>
    public UnrealLog(Action<string> writeLines, Func<DateTime> now, LogFile? file, bool verbose)
    {
        _writeLines = writeLines;
        _now = now;
        _file = file;
        SimulatedLog.Verbosity = verbose ? ELogVerbosity.VeryVerbose : ELogVerbosity.Log;
        SimulatedLog.Written += Write;
    }

    /// <summary>The frame that the next lines belong to.</summary>
    public long Frame
    {
        set => Volatile.Write(ref _frame, value);
    }

    /// <summary>Writes what a console command says, as it is.</summary>
    public void WriteText(string text)
    {
        lock (_gate)
        {
            _writeLines(text);
            _file?.WriteLine(text);
        }
    }

    public void Dispose() => SimulatedLog.Written -= Write;

    private void Write(SimulatedLogLine line)
    {
        if (line.Verbosity <= SimulatedLog.Verbosity)
        {
            var word = line.Verbosity == ELogVerbosity.Log ? "" : $"{line.Verbosity}: ";
            var time = _now().ToString("yyyy.MM.dd-HH.mm.ss:fff", CultureInfo.InvariantCulture);
            WriteText($"[{time}][{Volatile.Read(ref _frame),3}]{line.Category}: {word}{line.Message}");
        }
    }
}
