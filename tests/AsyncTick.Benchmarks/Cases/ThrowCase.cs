using System.Diagnostics;

namespace AsyncTick.Benchmarks;

/// <summary>The limit for a cancellation that runs the code's own clean-up: a bare awaiter that throws in an async method, once for each task; milliseconds in all.</summary>
public sealed class ThrowCase(int tasks) : Case("limit: a bare awaiter throws in each task")
{
    private readonly BareFrames _frames = new();

    public override double? MeasureItself()
    {
        for (var i = 0; i < tasks; i++)
        {
            _ = WaitAsync(_frames);
        }

        var started = Stopwatch.GetTimestamp();
        _frames.Pump();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    public override long Run() => throw new NotSupportedException();

    private static async Task WaitAsync(BareFrames frames)
    {
        await frames.NextFrame();
        throw new OperationCanceledException();
    }
}
