using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>
/// Looks at some tasks of a loop of its own, so that the first look at a game's finds its code translated: that took tens of milliseconds of a frame.
/// </summary>
internal static class ProbeWarmUp
{
    private const int Frames = 12;

    /// <summary>Takes some 100 ms of the calling thread, which must not be a game's.</summary>
    public static void Run(ScriptCompiler compiler)
    {
        using var loop = new GameLoop(new GameLoopOptions { Name = "Warm-up", Log = new NullLogSink() });
        using var scripts = new ScriptHost(loop, compiler);
        var probe = new LoopProbe(scripts, updateSeconds: 1e-4, budgetSeconds: 1, firstLookSeconds: 1);
        var line = new AsyncLock("line");
        using var outside = new CancellationTokenSource();
        _ = loop.Start(probe.RunAsync);
        _ = loop.Start(async () => await Async.Delay(Frames));
        _ = loop.Start(async () => await Task.Delay(Timeout.Infinite, outside.Token));
        _ = loop.Start(async () => await WaitInsideAsync(outside.Token));
        for (var i = 0; i < 2; i++)
        {
            _ = loop.Start(async () =>
            {
                using (await line.LockAsync())
                {
                    await Async.Delay(Frames);
                }
            });
        }

        for (var frame = 0; frame < Frames; frame++)
        {
            loop.Pump(new FrameTime(frame));
            if (probe.Take() is { } update)
            {
                probe.Return(update);
            }
        }

        loop.RootScope.CancelTasks();
        loop.Pump(new FrameTime(Frames));
        outside.Cancel();
        loop.Shutdown();
    }

    private static async Task WaitInsideAsync(CancellationToken cancellation)
    {
        await Async.NextFrame();
        await Task.Delay(Timeout.Infinite, cancellation);
    }
}
