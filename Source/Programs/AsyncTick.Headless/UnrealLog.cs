using System.Globalization;
using UnrealSharp.Log;
using UnrealSharp.StandIn;

namespace AsyncTick.Headless;

/// <summary>
/// Shows the simulated engine's log as the engine does: <c>[2026.11.21-01:02:03:456][ 17]LogAsyncTick: Error: text</c>, time in UTC, frame number modulo
/// 1000. Any thread.
/// </summary>
internal sealed class UnrealLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<string> _writeLines;
    private long _frame;

    public UnrealLog(Action<string> writeLines, bool verbose)
    {
        _writeLines = writeLines;
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
        }
    }

    public void Dispose() => SimulatedLog.Written -= Write;

    private void Write(SimulatedLogLine line)
    {
        if (line.Verbosity <= SimulatedLog.Verbosity)
        {
            var word = line.Verbosity == ELogVerbosity.Log ? "" : $"{line.Verbosity}: ";
            var time = DateTime.UtcNow.ToString("yyyy.MM.dd-HH.mm.ss:fff", CultureInfo.InvariantCulture);
            WriteText($"[{time}][{Volatile.Read(ref _frame) % 1000,3}]{line.Category}: {word}{line.Message}");
        }
    }
}
