using System.Diagnostics.Metrics;

namespace AsyncTick;

/// <summary>
/// The meter "AsyncTick" of one loop, for <c>dotnet-counters</c> and OpenTelemetry; each series has the loop's name as tag "loop". Without
/// a listener a frame with work pays one test, and so does a step that is timed by itself, or a batch of them.
/// </summary>
internal sealed class LoopMetrics : IDisposable
{
    // The two frame times that matter, and a ladder on both sides.
    private static readonly double[] FrameTimes = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 1.0 / 60, 1.0 / 30, 0.1, 0.5, 1];

    // From a plain resume to a step that holds up a frame.
    private static readonly double[] StepTimes = [0.0000001, 0.0000005, 0.000001, 0.000005, 0.00002, 0.0001, 0.0005, 0.001, 0.002, 0.004, 0.008, 1.0 / 60, 1.0 / 30, 0.1, 1];

    private readonly Meter _meter = new("AsyncTick");

    public LoopMetrics(IWatchedLoop loop)
    {
        KeyValuePair<string, object?> tag = new("loop", loop.Name);
        KeyValuePair<string, object?>[] tags = [tag];
        Pumps = new TimeHistogram(_meter, "asynctick.pump.duration", "How long frames with work took.", FrameTimes, tag);
        Steps = new TimeHistogram(_meter, "asynctick.step.duration", "How long steps of tasks took.", StepTimes, tag);
        _meter.CreateObservableUpDownCounter("asynctick.tasks", () => new Measurement<int>(loop.LiveTasks, tags), "{task}", "Tasks that have not ended.");
        _meter.CreateObservableUpDownCounter("asynctick.backlog", () => new Measurement<int>(loop.ReadyCount, tags), "{entry}", "Work that is ready and waits for its turn.");
        _meter.CreateObservableCounter("asynctick.faults", () => new Measurement<long>(loop.FaultCount, tags), "{fault}", "Exceptions that were not awaited.");
        _meter.CreateObservableCounter("asynctick.overruns", () => new Measurement<long>(loop.OverBudgetFrames, tags), "{frame}", "Frames that ended with work left over.");
        _meter.CreateObservableCounter("asynctick.slow_steps", () => new Measurement<long>(loop.SlowStepCount, tags), "{step}", "Steps over the slow-step limit.");
    }

    public TimeHistogram Pumps { get; }

    public TimeHistogram Steps { get; }

    public void Dispose() => _meter.Dispose();
}
