using System.Diagnostics.Metrics;

namespace AsyncTick;

/// <summary>
/// The meter "AsyncTick" of one loop, for <c>dotnet-counters</c> and OpenTelemetry; each series has the loop's name as tag "loop". While
/// nobody listens a frame with work pays one test.
/// </summary>
internal sealed class LoopMetrics : IDisposable
{
    // The two frame times that matter, and a ladder on both sides.
    private static readonly InstrumentAdvice<double> FrameTimes = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 1.0 / 60, 1.0 / 30, 0.1, 0.5, 1],
    };

    private readonly Meter _meter = new("AsyncTick");
    private readonly Histogram<double> _pump;
    private readonly KeyValuePair<string, object?> _tag;

    public LoopMetrics(IWatchedLoop loop)
    {
        _tag = new KeyValuePair<string, object?>("loop", loop.Name);
        KeyValuePair<string, object?>[] tags = [_tag];
        _pump = _meter.CreateHistogram("asynctick.pump.duration", "s", "How long frames with work took.", null, FrameTimes);
        _meter.CreateObservableUpDownCounter("asynctick.tasks", () => new Measurement<int>(loop.LiveTasks, tags), "{task}", "Tasks that have not ended.");
        _meter.CreateObservableUpDownCounter("asynctick.backlog", () => new Measurement<int>(loop.ReadyCount, tags), "{entry}", "Work that is ready and waits for its turn.");
        _meter.CreateObservableCounter("asynctick.faults", () => new Measurement<long>(loop.FaultCount, tags), "{fault}", "Exceptions that nobody awaited.");
        _meter.CreateObservableCounter("asynctick.overruns", () => new Measurement<long>(loop.OverBudgetFrames, tags), "{frame}", "Frames that ended with work left over.");
        _meter.CreateObservableCounter("asynctick.slow_steps", () => new Measurement<long>(loop.SlowStepCount, tags), "{step}", "Steps over the slow-step limit.");
    }

    public void NoteFrame(double seconds)
    {
        if (_pump.Enabled)
        {
            _pump.Record(seconds, _tag);
        }
    }

    public void Dispose() => _meter.Dispose();
}
