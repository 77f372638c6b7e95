using System.Diagnostics;
using AsyncTick;
using static AsyncTick.Async;

namespace Embedding;

internal static class ConsoleLoop
{
    public static void Run()
    {
        using GameLoop loop = new(new GameLoopOptions { Log = new TextLogSink(Console.Out) });
        loop.Start(Work);
        var clock = Stopwatch.StartNew();
        while (loop.Tasks.Count > 0)
        {
            loop.Pump(new FrameTime(clock.Elapsed.TotalSeconds));
            Thread.Sleep(10);
        }
    }

    private static async Task Work()
    {
        Log("waits half a second");
        await Delay(0.5);
        Log("done");
    }
}
