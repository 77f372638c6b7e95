using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Benchmarks;

/// <summary>A running script is started again with a changed text, at 60 frames a second: milliseconds from the command to the new text's first step.</summary>
public sealed class RestartCase : Case
{
    private const double FrameSeconds = 1.0 / 60;
    private const int Untimed = 8;

    private const string Script = """
        // What scripts do.
        int total = 0;
        Start(() => Counter("a", 0.1));
        Start(() => Counter("b", 0.2));
        Start(Poller);
        await foreach (Tick tick in Every(0.5))
        {
            total++;
            if (total > 1000)
            {
                break;
            }
        }

        async Task Counter(string name, double pause)
        {
            while (true)
            {
                await Delay(pause);
                total += await Work(name);
            }
        }

        async Task<int> Work(string name)
        {
            await NextFrame();
            return name.Length;
        }

        async Task Poller() => await Until(() => total > 50);
        """;

    private readonly GameLoop _loop = new(new GameLoopOptions { Log = new NullLogSink() });
    private readonly ScriptCompiler _compiler = new();
    private readonly ScriptHost _host;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _restarts;

    public RestartCase()
        : base("AsyncTick script restart, warm") => _host = new ScriptHost(_loop, _compiler);

    public override double? MeasureItself()
    {
        while (_restarts < Untimed)
        {
            Restart();
        }

        return Report.Median(Enumerable.Range(0, 3).Select(_ => Restart()).ToArray());
    }

    public override long Run() => throw new NotSupportedException();

    public override void Dispose()
    {
        _loop.Shutdown();
        _host.Dispose();
        _compiler.Dispose();
        _loop.Dispose();
    }

    private double Restart()
    {
        var before = _host.RunCount;
        var asked = Stopwatch.GetTimestamp();
        _ = _host.RunText("Restart.cs", $"// {_restarts++}\n{Script}");
        while (_host.Running is not [{ HasBegun: true } run] || run.Id != before + 1)
        {
            var began = Stopwatch.GetTimestamp();
            _loop.Pump(new FrameTime(_time.Elapsed.TotalSeconds));
            var rest = FrameSeconds - Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (_host.Running is not [{ HasBegun: true } begun] || begun.Id != before + 1)
            {
                Thread.Sleep(TimeSpan.FromSeconds(Math.Max(0, rest)));
            }
        }

        return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
    }
}
