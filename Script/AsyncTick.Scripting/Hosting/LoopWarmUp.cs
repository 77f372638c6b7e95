using static AsyncTick.Async;

namespace AsyncTick.Scripting;

/// <summary>
/// Uses what scripts use of a loop, on a loop of its own and a thread of its own, while the compiler works on the first script: that one then finds the
/// loop's code translated. Needs no compiler, unlike <see cref="ScriptWarmUp"/>, whose script would have to be compiled first.
/// </summary>
internal static class LoopWarmUp
{
    private const int MaxFrames = 1000;

    /// <summary>Takes some 50 ms of a thread of its own.</summary>
    public static Task RunAsync(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(CancellationToken cancellation)
    {
        using GameLoop loop = new(new GameLoopOptions { Name = "Warm-up", Log = new NullLogSink() });
        var use = loop.Start(UseLoopAsync);
        for (var frame = 0; frame < MaxFrames && !cancellation.IsCancellationRequested && !use.IsCompleted; frame++)
        {
            loop.Pump(new FrameTime(frame));
            Thread.Sleep(1); // what it does on other threads takes real time
        }

        loop.Shutdown();
    }

    private static async Task UseLoopAsync()
    {
        AsyncManualResetEvent shot = new();
        Start(CountTicksAsync);
        CallLater(0.1, shot.Set);
        await shot.WaitAsync();
        await Task.WhenAll(WaitAsync(1), WaitAsync(2));
        await RunInExecutor(static () => 1);
        Log("done");
    }

    private static async Task CountTicksAsync()
    {
        await foreach (var tick in Every(1))
        {
            if (tick.Index == 2)
            {
                break;
            }
        }
    }

    private static async Task<int> WaitAsync(int frames)
    {
        while (frames-- > 0)
        {
            await Delay(1);
            await NextFrame();
        }

        await Until(() => frames < 0);
        return frames;
    }
}
