using System.Globalization;

namespace AsyncTick.Headless;

/// <summary>
/// Writes log lines as the engine does: <c>[2026.11.21-01:02:03:456][ 17]LogAsyncTick: Error: text</c>, time in UTC, frame number modulo 1000.
/// Any thread.
/// </summary>
internal sealed class UnrealLog(Action<string> writeLines, bool verbose) : ILogSink
{
    private readonly Lock _gate = new();
    private long _frame;

    /// <summary>The frame that the next lines belong to.</summary>
    public long Frame
    {
        set => Volatile.Write(ref _frame, value);
    }

    public bool IsEnabled(LogVerbosity verbosity) => verbose || verbosity < LogVerbosity.Verbose;

    public void Write(LogVerbosity verbosity, string message)
    {
        if (!IsEnabled(verbosity))
        {
            return;
        }

        string word = verbosity == LogVerbosity.Log ? "" : $"{verbosity}: ";
        string time = DateTime.UtcNow.ToString("yyyy.MM.dd-HH.mm.ss:fff", CultureInfo.InvariantCulture);
        WriteText($"[{time}][{Volatile.Read(ref _frame) % 1000,3}]LogAsyncTick: {word}{message}");
    }

    /// <summary>Writes what a console command says, as it is.</summary>
    public void WriteText(string text)
    {
        lock (_gate)
        {
            writeLines(text);
        }
    }
}
