using System.Diagnostics;

namespace AsyncTick.Benchmarks;

/// <summary>Cancel many waiting tasks and pump until the last has ended: milliseconds in all.</summary>
public sealed class CancelCase(int tasks) : Case($"AsyncTick CancelAll, {tasks:N0} tasks")
{
    private readonly GameLoop _loop = new(new GameLoopOptions { Log = new NullLogSink() });
    private double _now;

    public override double? MeasureItself()
    {
        for (var i = 0; i < tasks; i++)
        {
            _loop.Start(static async () => await Async.Delay(1_000));
        }

        _loop.Pump(new FrameTime(_now += 1e-3));
        var started = Stopwatch.GetTimestamp();
        _loop.Tasks.CancelAll();
        var frames = 0;
        var longest = 0.0;
        var paused = TimeSpan.Zero;
        while (_loop.Tasks.Count > 0)
        {
            var pausedBefore = GC.GetTotalPauseDuration();
            var before = Stopwatch.GetTimestamp();
            _loop.Pump(new FrameTime(_now += 1e-3));
            var took = Stopwatch.GetElapsedTime(before);
            var collecting = GC.GetTotalPauseDuration() - pausedBefore;
            paused += collecting;
            longest = Math.Max(longest, (took - collecting).TotalMilliseconds);
            frames++;
        }

        Remark = $"{frames} frames, the longest {longest:0.0} ms; besides {paused.TotalMilliseconds:0} ms of garbage collection";
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    public override long Run() => throw new NotSupportedException();

    public override void Dispose() => _loop.Dispose();
}
