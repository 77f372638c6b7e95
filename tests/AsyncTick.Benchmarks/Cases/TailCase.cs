using System.Diagnostics;
using AsyncTick.Net;

namespace AsyncTick.Benchmarks;

/// <summary>
/// The slowest frames of a busy game: 60 frames a second, 10,000 coroutines that step in each, a server whose thousand clients are another process. The
/// 99.9th percentile of the time in the pump over all rounds so far, in milliseconds.
/// </summary>
public sealed class TailCase : Case
{
    private const int Coroutines = 10_000;
    private const int Clients = 1_000;
    private const int FramesPerRound = 240;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly List<double> _pumps = [];
    private readonly List<double> _undisturbed = [];
    private double _longestPause;
    private GameLoop? _loop;
    private Process? _clients;

    public TailCase()
        : base("AsyncTick, 99.9 % of frames")
    {
    }

    public override double? MeasureItself()
    {
        if (_loop is null)
        {
            Begin();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var steps = _loop!.Stats.Steps;
        var over = _loop.Stats.OverBudgetFrames;
        for (var frame = 0; frame < FramesPerRound; frame++)
        {
            var pause = GC.GetTotalPauseDuration();
            var pump = Frame();
            pause = GC.GetTotalPauseDuration() - pause;
            _pumps.Add(pump);
            _longestPause = Math.Max(_longestPause, pause.TotalMilliseconds);
            if (pause == TimeSpan.Zero)
            {
                _undisturbed.Add(pump);
            }
        }

        Bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / FramesPerRound;
        var sorted = _pumps.Order().ToArray();
        Remark = $"{_pumps.Count:N0} frames, {(_loop.Stats.Steps - steps) / FramesPerRound:N0} steps each, median {Report.Median(sorted):0.00} ms, longest {sorted[^1]:0.00} ms; {_pumps.Count - _undisturbed.Count} with a garbage collection of up to {_longestPause:0.00} ms, 99.9 % of the others within {Tail(_undisturbed):0.00} ms; {_loop.Stats.OverBudgetFrames - over} of the last {FramesPerRound} over the budget of 4 ms";

        // The last word is about all frames.
        Rounds.Clear();
        return Tail(_pumps);
    }

    private static double Tail(List<double> pumps) => pumps.Order().ElementAt((int)Math.Ceiling(pumps.Count * 0.999) - 1);

    public override long Run() => throw new NotSupportedException();

    public override void Dispose()
    {
        _clients?.StandardInput.Close();
        _clients?.WaitForExit();
        _clients?.Dispose();
        _loop?.Shutdown();
        _loop?.Dispose();
    }

    private void Begin()
    {
        _loop = new GameLoop(new GameLoopOptions { Log = new NullLogSink() });
        for (var i = 0; i < Coroutines; i++)
        {
            _loop.Start(static async () =>
            {
                while (true)
                {
                    await Async.NextFrame();
                }
            });
        }

        LineServer? server = null;
        _loop.Start(async () =>
        {
            server = LineServer.Start(
                static async client =>
                {
                    await foreach (var line in client.ReadLines())
                    {
                        await client.WriteLine(line);
                    }
                },
                new LineServerOptions { MaxClients = Clients });
            await server.WaitClosed();
        });
        _clients = LineClients.Start(server!.Endpoint.Port, Clients);
        var limit = _time.Elapsed.TotalSeconds + 20;
        while (server.ClientCount < Clients && _time.Elapsed.TotalSeconds < limit)
        {
            Frame();
        }

        for (var frame = 0; frame < FramesPerRound; frame++)
        {
            Frame();
        }

        // What the disciplines before have left is not this game's.
        GC.Collect();
    }

    private double Frame()
    {
        var began = Stopwatch.GetTimestamp();
        _loop!.Pump(new FrameTime(_time.Elapsed.TotalSeconds));
        var pump = Stopwatch.GetElapsedTime(began);
        var rest = TimeSpan.FromSeconds(1.0 / 60) - pump;
        if (rest > TimeSpan.Zero)
        {
            Thread.Sleep(rest);
        }

        return pump.TotalMilliseconds;
    }
}
