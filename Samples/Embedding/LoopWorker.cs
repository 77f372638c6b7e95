using System.Diagnostics;
using AsyncTick;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static AsyncTick.Async;

namespace Embedding;

internal sealed class LoopWorker(ILogger<GameLoop> logger, IHostApplicationLifetime lifetime) : BackgroundService
{
    // A thread of its own, for as long as the service runs: the loop belongs to it.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => RunLoop(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void RunLoop(CancellationToken stopping)
    {
        // Leaving the block shuts the loop down: tasks are canceled, their finally blocks run.
        using GameLoop loop = new(new GameLoopOptions { Log = new LoggerSink(logger) });
        loop.Start(Work);
        var clock = Stopwatch.StartNew();
        while (!stopping.IsCancellationRequested)
        {
            loop.Pump(new FrameTime(clock.Elapsed.TotalSeconds));
            stopping.WaitHandle.WaitOne(10);
        }
    }

    private async Task Work()
    {
        try
        {
            await foreach (var tick in Every(0.1))
            {
                Log($"tick {tick.Index}");
                if (tick.Index == 3)
                {
                    lifetime.StopApplication();
                }
            }
        }
        finally
        {
            Log("the work ends in good order");
        }
    }
}
